package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.View;
import dev.rootbridge.trust.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Whether API servers take the webhook's certificate, and until when. */
final class CaBundleCheck implements Check {

  private static final String ABOUT = "webhook caBundle";
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
      } else if (facts.servingCas() instanceof View.Unseen<List<Anchor>> unseen) {
        found.addAll(
            Check.unseen(ABOUT, "whether it is the CA of its certificate: " + unseen.why()));
      } else {
        List<Anchor> cas = facts.servingCas().seen().orElseThrow();
        found.addAll(
            Check.one(
                ABOUT,
                cas.isEmpty() || cas.stream().anyMatch(valid::contains)
                    ? new Ok("it holds " + valid.get(0) + ", until " + valid.get(0).notAfter())
                    : new Failed("it lacks the CA of the certificate, " + cas.get(0), MEND)));
      }
    }
    return found;
  }
}
