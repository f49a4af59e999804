package dev.rootbridge.kube;

import static dev.rootbridge.kube.TestActions.change;
import static dev.rootbridge.kube.TestActions.creation;
import static dev.rootbridge.kube.TestActions.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnwrittenTargetsTest {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");

  private final UnwrittenTargets unwritten = new UnwrittenTargets();

  @Test
  void oneThatTheLeaderDoesNotMakeIsNotWaitedForForEver() {
    planned(NOON, creation("a", "1"), change("b", "1", "v1"));
    planned(NOON.plusSeconds(20), creation("a", "2"), creation("c", "1"));

    assertThat(unwritten.overdue(NOON.plusSeconds(30))).isEmpty();
    assertThat(unwritten.overdue(NOON.plusSeconds(31))).containsOnlyKeys(target("a"));
  }

  @Test
  void oneThatIsMadeIsForgotten() {
    planned(NOON, creation("a", "1"));
    planned(NOON.plusSeconds(1));
    planned(NOON.plusSeconds(20), creation("a", "1"));

    assertThat(unwritten.overdue(NOON.plusSeconds(40))).isEmpty();
  }

  private void planned(Instant madeAt, Action... actions) {
    unwritten.planned(
        new SyncPlan.Cluster(
            new SyncPlan.Local(
                new TrustDomain("cluster-a.example"),
                LocalRoots.NONE,
                new Condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.TRUE, "Read", ""),
                new Condition(
                    Condition.Type.LOCAL_ROOT_VERIFIED, Condition.Status.TRUE, "Verified", "")),
            List.of(),
            List.of(actions),
            new MissedPods(List.of(), Optional.empty()),
            Map.of()),
        madeAt);
  }
}
