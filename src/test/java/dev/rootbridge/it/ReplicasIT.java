package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.kube.WriteLimits;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas, of which one writes: whatever becomes of it, nothing is lost or done twice. */
@OnRealClusters
class ReplicasIT {

  private static final RootCa LOCAL = RootCa.mint(KeyKind.EC_P256, "O=Local");
  private static final RootCa REMOTE = RootCa.mint(KeyKind.EC_P256, "O=Remote");
  private static final RootCa REMOTE_NEXT = RootCa.mint(KeyKind.EC_P256, "O=Remote next");

  /** So slow that there is time to come in between. */
  private static final WriteLimits SLOW = new WriteLimits(8, 20, 1);

  private static final int MANY = 60;
  private static final int SOME = 15;

  private final ApiServer cluster;
  private final Kubectl kubectl;
  private Fleet fleet;

  ReplicasIT(Clusters clusters) {
    this.cluster = clusters.b();
    this.kubectl = clusters.kubectl();
  }

  @BeforeEach
  void install() {
    IstioMesh.install(cluster, "cluster-b").publishRoots(LOCAL);
    kubectl.apply(cluster, Installation.MANIFESTS);
    cluster.admin().leases().inNamespace(Replica.NAMESPACE).withName("rootbridge").delete();
    cluster
        .admin()
        .configMaps()
        .inNamespace(Replica.NAMESPACE)
        .withName("rootbridge-local")
        .delete();
    fleet = Fleet.of(cluster, MANY);
  }

  @AfterEach
  void leave() {
    fleet.close();
  }

  @Test
  void whenTheLeaderIsKilledMidFanOutAnotherWritesTheRest() {
    try (FaultProxy between = FaultProxy.before(cluster);
        RootbridgeProcess leader = start(between);
        Replica other = Replica.start(cluster, "other", Replica.SHORT, Replica.UNLIMITED)) {
      other.awaitPasses(1);
      fleet.federate(REMOTE);
      await().until(() -> fleet.history().size() >= SOME);

      leader.kill();

      fleet.awaitCurrent();
      assertThat(between.writes()).filteredOn(ReplicasIT::isOfTarget).hasSizeLessThan(MANY);
      assertWrittenOnce();
    }
  }

  @Test
  void aLeaderThatWasPausedAndWakesUpChangesNothing() {
    try (FaultProxy between = FaultProxy.before(cluster);
        RootbridgeProcess paused = start(between)) {
      try (Replica other = Replica.start(cluster, "other", Replica.SHORT, Replica.UNLIMITED)) {
        other.awaitPasses(1);
        fleet.federate(REMOTE);
        await().until(() -> fleet.history().size() >= SOME);

        paused.pause();
        fleet.awaitCurrent();
        List<String> before = between.accepted();
        paused.resume();

        awaitLeaseRequests(between, 3);
        // A request may have been past the last check when the process was stopped.
        assertThat(between.accepted()).isEqualTo(before);
        assertThat(before).filteredOn(ReplicasIT::isOfTarget).hasSizeLessThan(MANY);
        assertWrittenOnce();
      }
      await().until(() -> lease().getSpec().getHolderIdentity().startsWith("process_"));
      fleet.bundle(fleet.namespaces().get(0)).delete();
      await().until(() -> fleet.bundle(fleet.namespaces().get(0)).get() != null);

      paused.terminate();
      assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(1);
    }
  }

  @Test
  void aLeaderThatIsCutOffIsFollowedAndStaysBehindWhenItComesBack() {
    try (Replica cutOff = Replica.start(cluster, "cut-off", Replica.SHORT, SLOW)) {
      cutOff.awaitLeading();
      try (Replica other = Replica.start(cluster, "other", Replica.SHORT, Replica.UNLIMITED)) {
        other.awaitPasses(1);
        fleet.federate(REMOTE);
        await().until(() -> fleet.history().size() >= SOME);

        cutOff.proxy().make(Fault.DROP);
        cutOff.proxy().cut();
        fleet.awaitCurrent();
        assertThat(cutOff.leads()).isFalse();
        cutOff.proxy().make(Fault.NONE);

        List<String> before = cutOff.proxy().writes();
        awaitLeaseRequests(cutOff.proxy(), 3);
        assertThat(cutOff.proxy().writes()).isEqualTo(before);
        assertThat(other.leads()).isTrue();
        assertWrittenOnce();
      }
    }
  }

  @Test
  void aLeaderThatEndsInTheMiddleOfARotationHandsOverAtOnceAndNothingIsWrittenForThat() {
    try (Replica ending = Replica.start(cluster, "ending", Replica.LONG, Replica.UNLIMITED)) {
      ending.awaitLeading();
      try (Replica next = Replica.start(cluster, "next", Replica.LONG, Replica.UNLIMITED)) {
        fleet.federate(REMOTE);
        fleet.awaitCurrent();
        fleet.rotateTo(REMOTE_NEXT);
        await().until(() -> trusted(REMOTE) && trusted(REMOTE_NEXT));
        fleet.awaitCurrent();
        next.awaitPasses(1);
        assertThat(next.leads()).isFalse();

        ending.end();

        next.awaitLeading();
        next.awaitPasses(1);
        assertThat(next.proxy().writes()).isEmpty();
        String added = fleet.grow();
        fleet.awaitCurrent(MANY + 1);
        assertThat(fleet.history().get(added)).containsExactly(Watcher.Action.ADDED);
        assertThat(trusted(REMOTE) && trusted(REMOTE_NEXT)).isTrue();
      }
    }
  }

  /** In all namespaces. */
  private boolean trusted(RootCa root) {
    return fleet.contents().stream()
        .allMatch(
            data -> Pem.certificates(data.get("root-cert.pem")).stream().anyMatch(root::hasKeyOf));
  }

  @Test
  void whileTheApiServerIsAwayNobodyWritesAndNoPodIsToldToWait() {
    String first = fleet.namespaces().get(0);
    try (Replica one = Replica.start(cluster, "one", Replica.SHORT, Replica.UNLIMITED);
        Replica two = Replica.start(cluster, "two", Replica.SHORT, Replica.UNLIMITED)) {
      fleet.federate(REMOTE);
      fleet.awaitCurrent();
      for (Replica replica : List.of(one, two)) {
        await().until(() -> replica.ofANewScope(first) == Readiness.EXPECTED);
        replica.proxy().make(Fault.DROP);
        replica.proxy().cut();
      }

      for (Replica replica : List.of(one, two)) {
        await().until(() -> !replica.leads());
        await().until(() -> replica.ofANewScope(first) == Readiness.NOT_READY);
      }
      fleet
          .bundle(first)
          .edit(bundle -> new ConfigMapBuilder(bundle).addToData("key.pem", "planted").build());
      String added = fleet.grow();
      one.proxy().make(Fault.NONE);
      two.proxy().make(Fault.NONE);

      fleet.awaitCurrent(MANY + 1);
      for (Replica replica : List.of(one, two)) {
        await().until(() -> replica.ofANewScope(first) == Readiness.EXPECTED);
      }
      assertThat(fleet.history().get(added)).containsExactly(Watcher.Action.ADDED);
      assertThat(fleet.bundle(first).require().getData()).doesNotContainKey("key.pem");
      Map<String, List<Watcher.Action>> others = fleet.history();
      others.remove(first);
      assertThat(others.values()).allMatch(List.of(Watcher.Action.ADDED)::equals);
    }
  }

  @Test
  void aRestartOfAllReplicasOrOfTheirWatchesWritesNothing() {
    try (Replica one = Replica.start(cluster, "one", Replica.SHORT, Replica.UNLIMITED);
        Replica two = Replica.start(cluster, "two", Replica.SHORT, Replica.UNLIMITED)) {
      fleet.federate(REMOTE);
      fleet.awaitCurrent();
      one.awaitPasses(1);
      two.awaitPasses(1);
    }
    Map<String, String> before = fleet.versions();
    try (Replica one = Replica.start(cluster, "one", Replica.SHORT, Replica.UNLIMITED);
        Replica two = Replica.start(cluster, "two", Replica.SHORT, Replica.UNLIMITED)) {
      await().until(() -> one.leads() || two.leads());
      one.awaitPasses(1);
      one.proxy().cut();
      two.proxy().cut();
      one.awaitPasses(1);
      two.awaitPasses(1);

      assertThat(one.proxy().writes()).isEmpty();
      assertThat(two.proxy().writes()).isEmpty();
    }
    assertThat(fleet.versions()).isEqualTo(before);
    assertWrittenOnce();
  }

  private void assertWrittenOnce() {
    assertThat(fleet.history()).hasSize(MANY);
    assertThat(fleet.history().values()).allMatch(List.of(Watcher.Action.ADDED)::equals);
    assertThat(fleet.contents())
        .singleElement()
        .satisfies(
            data ->
                assertThat(Pem.certificates(data.get("root-cert.pem")))
                    .hasSize(2)
                    .anyMatch(LOCAL.certificate()::equals)
                    .anyMatch(REMOTE::hasKeyOf));
  }

  private static boolean isOfTarget(String write) {
    return write.contains("/configmaps") && !write.contains(Replica.NAMESPACE);
  }

  private static void awaitLeaseRequests(FaultProxy proxy, int more) {
    long before = leaseRequests(proxy);
    await("requests for the lease").until(() -> leaseRequests(proxy) >= before + more);
  }

  private static long leaseRequests(FaultProxy proxy) {
    return proxy.requests().stream().filter(uri -> uri.endsWith("/leases/rootbridge")).count();
  }

  private Lease lease() {
    return cluster.admin().leases().inNamespace(Replica.NAMESPACE).withName("rootbridge").require();
  }

  private static RootbridgeProcess start(FaultProxy between) {
    Path folder = Scratch.emptyFolder("serving-of-process");
    RootCa.mint(KeyKind.EC_P256, "CN=rootbridge")
        .issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
        .writeTo(folder);
    return RootbridgeProcess.start(
        Scratch.write(
            "process.kubeconfig", between.kubeconfigOf(Replica.NAMESPACE, "rootbridge", "home")),
        folder,
        "cluster-b.example",
        Map.of(
            "rootbridge.instance", "process",
            "rootbridge.local.verify-istiod", "false",
            "rootbridge.lease.duration", "3s",
            "rootbridge.lease.renew-deadline", "2s",
            "rootbridge.lease.retry-period", "500ms",
            "rootbridge.sync.writes-per-second", "20",
            "rootbridge.sync.write-burst", "1"));
  }
}
