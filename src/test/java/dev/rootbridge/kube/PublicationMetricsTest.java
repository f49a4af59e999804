package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.TestPlan;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublicationMetricsTest {

  private static final SyncPlan SETTLED = TestPlan.settled();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PublicationMetrics metrics = new PublicationMetrics(meters);

  @Test
  void eachDomainHasOneSeriesWithTheReasonOfItsPresentState() {
    metrics.planned(published(Condition.Status.TRUE, "Published"));
    assertThat(values("rootbridge.domain.published")).isEqualTo(Map.of("b.example Published", 1.0));

    metrics.planned(published(Condition.Status.FALSE, "LocalCrlInUse"));
    assertThat(values("rootbridge.domain.published"))
        .isEqualTo(Map.of("b.example LocalCrlInUse", 0.0));

    metrics.planned(published(Condition.Status.UNKNOWN, "IstiodUnreachable"));
    assertThat(values("rootbridge.domain.published"))
        .isEqualTo(Map.of("b.example IstiodUnreachable", 0.0));
  }

  @Test
  void aDomainThatIsGoneIsForgotten() {
    metrics.planned(published(Condition.Status.TRUE, "Published"));
    metrics.planned(withDomains(List.of()));

    assertThat(values("rootbridge.domain.published")).isEmpty();
  }

  @Test
  void theLocalRootsHoldWhereTheyAreReadAndIstiodServesUnderThem() {
    metrics.planned(local(source(Condition.Status.TRUE), verified(Condition.Status.TRUE)));
    assertThat(values("rootbridge.local.root.verified"))
        .isEqualTo(Map.of("a.example Verification", 1.0));

    metrics.planned(local(source(Condition.Status.TRUE), verified(Condition.Status.FALSE)));
    assertThat(values("rootbridge.local.root.verified"))
        .isEqualTo(Map.of("a.example Verification", 0.0));

    metrics.planned(local(source(Condition.Status.FALSE), verified(Condition.Status.TRUE)));
    assertThat(values("rootbridge.local.root.verified")).isEqualTo(Map.of("a.example Source", 0.0));
  }

  private Map<String, Double> values(String name) {
    Map<String, Double> values = new TreeMap<>();
    for (Meter meter : meters.find(name).meters()) {
      values.put(
          meter.getId().getTag("trust_domain") + " " + meter.getId().getTag("reason"),
          meter.measure().iterator().next().getValue());
    }
    return values;
  }

  private static SyncPlan published(Condition.Status status, String reason) {
    SyncPlan.Domain domain = SETTLED.domains().get(0);
    return withDomains(
        List.of(
            new SyncPlan.Domain(
                domain.trust(),
                domain.anchors(),
                domain.namespaces(),
                List.of(new Condition(Condition.Type.PUBLISHED, status, reason, "")))));
  }

  private static SyncPlan withDomains(List<SyncPlan.Domain> domains) {
    return new SyncPlan(
        SETTLED.madeAt(), domains, SETTLED.home(), SETTLED.remotes(), SETTLED.discovery());
  }

  private static SyncPlan local(Condition source, Condition verification) {
    SyncPlan.Cluster home = SETTLED.home();
    return new SyncPlan(
        SETTLED.madeAt(),
        List.of(),
        new SyncPlan.Cluster(
            new SyncPlan.Local(
                home.local().trustDomain(), home.local().roots(), source, verification),
            home.namespaces(),
            home.actions(),
            home.missed(),
            home.unneeded()),
        SETTLED.remotes(),
        SETTLED.discovery());
  }

  private static Condition source(Condition.Status status) {
    return new Condition(Condition.Type.SOURCE_REACHABLE, status, "Source", "");
  }

  private static Condition verified(Condition.Status status) {
    return new Condition(Condition.Type.LOCAL_ROOT_VERIFIED, status, "Verification", "");
  }
}
