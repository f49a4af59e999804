package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.Lease;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.View;
import java.util.List;
import java.util.Optional;

/** Whether a replica of Rootbridge runs and writes. */
final class WriterCheck implements Check {

  private static final String ABOUT = "Rootbridge";
  private static final String LOOK = "kubectl get pods -A -l app.kubernetes.io/name=rootbridge";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    if (facts.writer() instanceof View.Unseen<Optional<Lease>> unseen) {
      return Check.unseen(ABOUT, unseen.why());
    }
    Optional<Lease> lease = facts.writer().seen().orElseThrow();
    if (lease.isEmpty()) {
      return Check.one(ABOUT, new Failed("nobody writes: no replica holds the Lease", LOOK));
    }
    return Check.one(
        ABOUT,
        lease.get().until().isBefore(facts.now())
            ? new Failed(
                "nobody writes: "
                    + lease.get().holder()
                    + " held the Lease until "
                    + lease.get().until(),
                LOOK)
            : new Ok(lease.get().holder() + " writes"));
  }
}
