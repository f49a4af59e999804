package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.AccessFacts;
import dev.rootbridge.explain.ClusterFacts.Enrolment;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the accesses to other clusters can be used, for how long, and for what else. */
final class AccessCheck implements Check {

  private static final Duration SOON = Duration.ofDays(7);
  private static final String RENEW =
      "rootbridge federate --from-context B --to-context A --refresh";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    return facts.accesses().stream()
        .map(access -> new Observation("access, " + access.owner(), outcome(access, facts.now())))
        .toList();
  }

  private static Outcome outcome(AccessFacts access, Instant now) {
    if (access.problem().isPresent()) {
      return new Failed(access.where() + " " + access.problem().get(), RENEW);
    }
    if (access.ends().filter(end -> !end.isAfter(now)).isPresent()) {
      return new Failed(
          "the token in " + access.where() + " ended at " + access.ends().get(), RENEW);
    }
    if (access.ends().filter(end -> end.isBefore(now.plus(SOON))).isPresent()) {
      return new Warning(
          "the token in " + access.where() + " ends at " + access.ends().get(), RENEW);
    }
    if (access.enrolled() == Enrolment.BY_ISTIOD) {
      return new Warning(
          access.where() + " is istiod's remote Secret, which reads every Secret of that cluster",
          "make a lesser one: rootbridge federate --from-context B --to-context A");
    }
    return new Ok(
        access.where()
            + " can be used"
            + access.ends().map(end -> ", until " + end).orElse(", for how long can't be told"));
  }
}
