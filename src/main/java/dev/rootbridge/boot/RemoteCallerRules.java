package dev.rootbridge.boot;

import dev.rootbridge.kube.CallerReviews;
import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import dev.rootbridge.kube.TokenVerdict;
import dev.rootbridge.webhook.CallerCredentials;
import dev.rootbridge.webhook.CallerVerdict;
import dev.rootbridge.webhook.CallerVerdict.Refusal;
import dev.rootbridge.webhook.RemoteCallers;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jboss.logging.Logger;

/** Applies the rule that the configuration has for a cluster's callers. */
final class RemoteCallerRules implements RemoteCallers {

  private static final Logger LOG = Logger.getLogger(RemoteCallerRules.class);

  private final Map<String, CallerRule> rules;
  private final CallerReviews reviews;

  RemoteCallerRules(Collection<RemoteClusterSettings> clusters, CallerReviews reviews) {
    this.rules =
        clusters.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    RemoteClusterSettings::name, RemoteClusterSettings::callers));
    this.reviews = reviews;
    rules.forEach(RemoteCallerRules::sayWhereAnyoneMay);
  }

  private static void sayWhereAnyoneMay(String cluster, CallerRule rule) {
    if (rule instanceof CallerRule.Anyone) {
      LOG.warnf(
          "%s is none: whoever reaches the webhook may ask how pods of cluster %s are patched",
          RemoteClusterReader.property(cluster, "caller-auth"), cluster);
    }
  }

  @Override
  public CompletionStage<CallerVerdict> check(String cluster, CallerCredentials credentials) {
    CallerRule rule = rules.get(cluster);
    if (rule instanceof CallerRule.TokenReview) {
      return credentials
          .token()
          .map(
              token ->
                  reviews
                      .review(cluster, token.text())
                      .thenApply(verdict -> reviewed(cluster, verdict)))
          .orElseGet(
              () ->
                  CompletableFuture.completedFuture(
                      new CallerVerdict.Refused(
                          Refusal.UNAUTHENTICATED,
                          "calls for cluster "
                              + cluster
                              + " need a bearer token: give one to its API server in the file of"
                              + " --admission-control-config-file")));
    }
    return CompletableFuture.completedFuture(
        rule instanceof CallerRule.ClientCertificate named
            ? certified(cluster, named, credentials.certificate())
            : new CallerVerdict.Admitted());
  }

  private static CallerVerdict reviewed(String cluster, TokenVerdict verdict) {
    if (verdict instanceof TokenVerdict.Accepted) {
      return new CallerVerdict.Admitted();
    }
    if (verdict instanceof TokenVerdict.NotAllowed other) {
      return new CallerVerdict.Refused(
          Refusal.FORBIDDEN,
          "user " + other.user() + " may not call for cluster " + cluster + allowing(cluster));
    }
    if (verdict instanceof TokenVerdict.Unknown unknown) {
      return new CallerVerdict.Refused(
          Refusal.UNDECIDED,
          "the token can't be reviewed by cluster " + cluster + ": " + unknown.problem());
    }
    return new CallerVerdict.Refused(
        Refusal.UNAUTHENTICATED,
        "the API server of cluster "
            + cluster
            + " doesn't take the token, or it isn't meant for an audience of "
            + RemoteClusterReader.property(cluster, "audiences")
            + ": make a new one with kubectl create token --audience");
  }

  private static CallerVerdict certified(
      String cluster, CallerRule.ClientCertificate rule, Optional<X509Certificate> certificate) {
    if (certificate.isEmpty()) {
      return new CallerVerdict.Refused(
          Refusal.FORBIDDEN,
          "calls for cluster "
              + cluster
              + " need a client certificate: give one to its API server in the file of"
              + " --admission-control-config-file");
    }
    return commonName(certificate.get()).filter(rule.commonNames()::contains).isPresent()
        ? new CallerVerdict.Admitted()
        : new CallerVerdict.Refused(
            Refusal.FORBIDDEN,
            "the common name of the client certificate may not call for cluster "
                + cluster
                + allowing(cluster));
  }

  /** Of several common names none is the name. */
  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .reduce((one, other) -> "");
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static String allowing(String cluster) {
    return "; those who may are in " + RemoteClusterReader.property(cluster, "allowed-callers");
  }
}
