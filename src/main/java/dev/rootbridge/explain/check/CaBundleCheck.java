package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.ServingSecret;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.View;
import dev.rootbridge.trust.Anchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether API servers take the webhook's certificate, and until when. */
final class CaBundleCheck implements Check {

  private static final String ABOUT = "webhook caBundle";
  private static final Duration SOON = Duration.ofDays(7);
  private static final String RENEW =
      "see what keeps it from being renewed: Rootbridge's log, kubectl -n rootbridge-system get"
          + " certificates.cert-manager.io, or whoever writes the files";
  private static final String MEND =
      "see who keeps it by kubectl get mutatingwebhookconfiguration rootbridge.dev -o yaml"
          + " --show-managed-fields, and Rootbridge's log";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    List<Observation> found = new ArrayList<>();
    for (WebhookFacts webhook : WebhookCheck.ours(facts)) {
      List<Anchor> valid =
          webhook.trusted().stream()
              .filter(anchor -> anchor.notAfter().isAfter(facts.now()))
              .toList();
      if (valid.isEmpty()) {
        found.addAll(
            Check.one(
                ABOUT,
                new Failed(
                    "it holds no CA that is valid now: API servers refuse the webhook's"
                        + " certificate",
                    MEND)));
      } else if (facts.serving() instanceof View.Unseen<Optional<ServingSecret>> unseen) {
        found.addAll(
            Check.unseen(ABOUT, "whether it is the CA of its certificate: " + unseen.why()));
      } else {
        Optional<ServingSecret> secret = facts.serving().seen().orElseThrow();
        found.addAll(
            secret.isPresent()
                ? Check.one(ABOUT, judged(secret.get(), valid, facts.now()))
                : Check.unseen(
                    ABOUT,
                    "whether it is the CA of its certificate: there is no Secret of a name that"
                        + " the manifests know"));
      }
    }
    return found;
  }

  /** As API servers judge it: by what they are shown, and by the CAs that are valid now. */
  private static Outcome judged(ServingSecret secret, List<Anchor> valid, Instant now) {
    if (!secret.cas().isEmpty() && secret.cas().stream().noneMatch(valid::contains)) {
      return new Failed("it lacks the CA of the certificate, " + secret.cas().get(0), MEND);
    }
    if (secret.chain().isEmpty()) {
      return new Failed("Secret " + secret.where() + " holds no certificate in tls.crt", MEND);
    }
    Anchor certificate = secret.chain().get(0);
    if (!certificate.notAfter().isAfter(now)) {
      return new Failed(
          "the webhook's certificate in Secret %s ended at %s: API servers refuse it"
              .formatted(secret.where(), certificate.notAfter()),
          MEND);
    }
    if (certificate.notBefore().isAfter(now)) {
      return new Failed(
          "the webhook's certificate in Secret %s begins at %s only: API servers refuse it"
              .formatted(secret.where(), certificate.notBefore()),
          MEND);
    }
    // One that retires may end soon: another one takes its place.
    Optional<Anchor> lasting =
        valid.stream()
            .filter(ca -> isBelieved(certificate, secret.chain(), List.of(ca)))
            .max(Comparator.comparing(Anchor::notAfter));
    if (lasting.isEmpty()) {
      return new Failed(
          "no CA in it issued the certificate in Secret " + secret.where() + ", " + certificate,
          MEND);
    }
    String until =
        "it holds %s, until %s; the certificate ends at %s"
            .formatted(lasting.get(), lasting.get().notAfter(), certificate.notAfter());
    return endsSoon(certificate, now) || endsSoon(lasting.get(), now)
        ? new Warning(
            until + ": it should have been renewed, and API servers refuse it then", RENEW)
        : new Ok(until);
  }

  /** Whoever renews one does so earlier, after two thirds of its life; some live for days only. */
  private static boolean endsSoon(Anchor certificate, Instant now) {
    Duration quarter =
        Duration.between(certificate.notBefore(), certificate.notAfter()).dividedBy(4);
    Duration soon = quarter.compareTo(SOON) < 0 ? quarter : SOON;
    return certificate.notAfter().isBefore(now.plus(soon));
  }

  /**
   * Whether it leads to a CA that is trusted, by way of the certificates that are shown with it.
   */
  private static boolean isBelieved(Anchor certificate, List<Anchor> shown, List<Anchor> cas) {
    List<Anchor> others = shown.stream().filter(other -> !other.equals(certificate)).toList();
    return cas.contains(certificate)
        || cas.stream().anyMatch(certificate::isIssuedBy)
        || others.stream()
            .filter(certificate::isIssuedBy)
            .anyMatch(issuer -> isBelieved(issuer, others, cas));
  }
}
