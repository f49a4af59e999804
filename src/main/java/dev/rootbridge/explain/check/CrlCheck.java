package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.View;
import java.util.List;

/** A local CRL makes proxies refuse every federated workload. */
final class CrlCheck implements Check {

  private static final String ABOUT = "revocation list";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    if (facts.crls() instanceof View.Unseen<List<String>> unseen) {
      return Check.unseen(ABOUT, unseen.why());
    }
    List<String> crls = facts.crls().seen().orElseThrow();
    return Check.one(
        ABOUT,
        crls.isEmpty()
            ? new Ok("istiod hands out none")
            : new Failed(
                String.join(", ", crls) + " holds one: proxies refuse every federated workload",
                "take ca-crl.pem out of istiod's Secret cacerts"));
  }
}
