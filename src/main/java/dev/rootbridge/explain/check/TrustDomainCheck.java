package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;

/** Whether this mesh can be told from others by its name. */
final class TrustDomainCheck implements Check {

  private static final String ABOUT = "trust domain";
  private static final String MEND =
      "set trustDomain in the mesh config and rootbridge.local.trust-domain, which restarts the"
          + " mesh";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    TrustDomain local = facts.trust().local().trustDomain();
    if (facts.trust().domains().stream().anyMatch(domain -> domain.trustDomain().equals(local))) {
      return Check.one(
          ABOUT,
          new Failed("this mesh is " + local + ", and so is one that is to be federated", MEND));
    }
    return Check.one(
        ABOUT,
        local.name().equals("cluster.local")
            ? new Warning(
                "this mesh is cluster.local, as every mesh is by default; another of that name"
                    + " can't be federated",
                MEND)
            : new Ok("this mesh is " + local));
  }
}
