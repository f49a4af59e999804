package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.TestPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissedPodGaugesTest {

  private static final MissedPod POD =
      new MissedPod(
          "shop",
          "web-1",
          new PodOwner("Deployment", "web"),
          MissedReason.OTHER_SCOPE,
          "OtherScope",
          Collections.emptySortedSet(),
          "",
          "restart");

  @Test
  void eachReasonIsCountedByItself() {
    MeterRegistry registry = with(Optional.of(plan(List.of(POD, POD), Optional.empty())));

    assertThat(count(registry, "other_scope")).isEqualTo(2);
    assertThat(count(registry, "not_patched")).isZero();
  }

  @Test
  void whatNobodyKnowsIsNoNumber() {
    assertThat(count(with(Optional.empty()), "other_scope")).isNaN();
    assertThat(count(with(Optional.of(plan(List.of(), Optional.of("403")))), "other_scope"))
        .isNaN();
  }

  private static MeterRegistry with(Optional<SyncPlan> latest) {
    MeterRegistry registry = new SimpleMeterRegistry();
    new MissedPodGauges(() -> latest).bindTo(registry);
    return registry;
  }

  private static double count(MeterRegistry registry, String reason) {
    return registry.get("rootbridge.missed.pods").tag("reason", reason).gauge().value();
  }

  private static SyncPlan plan(List<MissedPod> pods, Optional<String> unknown) {
    SyncPlan settled = TestPlan.settled();
    return new SyncPlan(
        settled.madeAt(),
        settled.domains(),
        new SyncPlan.Cluster(
            settled.home().local(),
            settled.home().namespaces(),
            List.of(),
            new MissedPods(pods, unknown),
            Map.of()),
        List.of(),
        Optional.empty());
  }
}
