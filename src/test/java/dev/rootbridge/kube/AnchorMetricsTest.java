package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.TestPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorMetricsTest {

  private static final SyncPlan PLAN = TestPlan.settled();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AnchorMetrics metrics = new AnchorMetrics(meters);

  @Test
  void rootsAreCountedByDomainAndState() {
    metrics.planned(PLAN);

    for (String domain : List.of("a.example", "b.example")) {
      assertThat(count(domain, "active")).isEqualTo(1);
      assertThat(count(domain, "pending")).isZero();
      assertThat(count(domain, "retiring")).isZero();
    }
  }

  @Test
  void theFirstEndIsTold() {
    metrics.planned(PLAN);

    assertThat(
            meters
                .get("rootbridge.anchor.expiry.seconds")
                .tag("trust_domain", "b.example")
                .gauge()
                .value())
        .isEqualTo(
            (double) PLAN.domains().get(0).tracked().get(0).anchor().notAfter().getEpochSecond());
  }

  @Test
  void aDomainThatIsGoneIsForgotten() {
    metrics.planned(PLAN);
    metrics.planned(
        new SyncPlan(PLAN.madeAt(), List.of(), PLAN.home(), PLAN.remotes(), PLAN.discovery()));

    assertThat(meters.find("rootbridge.anchors").tag("trust_domain", "b.example").gauges())
        .isEmpty();
    assertThat(
            meters
                .find("rootbridge.anchor.expiry.seconds")
                .tag("trust_domain", "b.example")
                .gauge())
        .isNull();
    assertThat(count("a.example", "active")).isEqualTo(1);
  }

  private double count(String domain, String state) {
    return meters
        .get("rootbridge.anchors")
        .tag("trust_domain", domain)
        .tag("state", state)
        .gauge()
        .value();
  }
}
