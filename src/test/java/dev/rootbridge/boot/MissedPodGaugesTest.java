package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.TestPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  void podsOfARemoteClusterAreCountedByItsName() {
    SyncPlan.Cluster west = cluster(List.of(POD), Optional.empty());
    SyncPlan both =
        plan(cluster(List.of(), Optional.empty()), List.of(remote("west", Optional.of(west))));
    MeterRegistry registry = with(Optional.of(both), "west", "east");

    assertThat(count(registry, "west", "other_scope")).isEqualTo(1);
    assertThat(count(registry, "", "other_scope")).isZero();
    assertThat(count(registry, "east", "other_scope")).isNaN();
  }

  @Test
  void whatNobodyKnowsIsNoNumber() {
    assertThat(count(with(Optional.empty()), "other_scope")).isNaN();
    assertThat(count(with(Optional.of(plan(List.of(), Optional.of("403")))), "other_scope"))
        .isNaN();
  }

  private static MeterRegistry with(Optional<SyncPlan> latest, String... remotes) {
    MeterRegistry registry = new SimpleMeterRegistry();
    new MissedPodGauges(() -> latest, Stream.of(remotes).map(MissedPodGaugesTest::named).toList())
        .bindTo(registry);
    return registry;
  }

  private static RemoteClusterSettings named(String name) {
    ConfigMapKey root = new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem");
    return new RemoteClusterSettings(
        name,
        new RemoteCluster("istio-system", name, Optional.empty(), root),
        new CallerRule.Anyone());
  }

  private static double count(MeterRegistry registry, String reason) {
    return count(registry, "", reason);
  }

  private static double count(MeterRegistry registry, String cluster, String reason) {
    return registry
        .get("rootbridge.missed.pods")
        .tag("cluster", cluster)
        .tag("reason", reason)
        .gauge()
        .value();
  }

  private static SyncPlan plan(List<MissedPod> pods, Optional<String> unknown) {
    return plan(cluster(pods, unknown), List.of());
  }

  private static SyncPlan plan(SyncPlan.Cluster home, List<SyncPlan.Remote> remotes) {
    SyncPlan settled = TestPlan.settled();
    return new SyncPlan(settled.madeAt(), settled.domains(), home, remotes, Optional.empty());
  }

  private static SyncPlan.Remote remote(String name, Optional<SyncPlan.Cluster> cluster) {
    return new SyncPlan.Remote(name, cluster, TestPlan.settled().home().local().source());
  }

  private static SyncPlan.Cluster cluster(List<MissedPod> pods, Optional<String> unknown) {
    SyncPlan settled = TestPlan.settled();
    return new SyncPlan.Cluster(
        settled.home().local(),
        settled.home().namespaces(),
        List.of(),
        new MissedPods(pods, unknown),
        Map.of());
  }
}
