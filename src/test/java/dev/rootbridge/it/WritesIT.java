package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.WriteLimits;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the way of a write, and of knowing what is to be written. */
@OnRealClusters
class WritesIT {

  private static final RootCa LOCAL = RootCa.mint(KeyKind.EC_P256, "O=Local");
  private static final RootCa REMOTE = RootCa.mint(KeyKind.EC_P256, "O=Remote");
  private static final RootCa REMOTE_NEXT = RootCa.mint(KeyKind.EC_P256, "O=Remote next");
  private static final WriteLimits ONE_BY_ONE = new WriteLimits(1, 0, 1);
  private static final int SIZE = 10;
  private static final Watcher.Action ADDED = Watcher.Action.ADDED;

  private final ApiServer cluster;
  private final ApiServer remote;
  private final KubernetesClient admin;
  private final Kubectl kubectl;
  private Fleet fleet;

  WritesIT(Clusters clusters) {
    this.cluster = clusters.b();
    this.remote = clusters.a();
    this.admin = cluster.admin();
    this.kubectl = clusters.kubectl();
  }

  @BeforeEach
  void install() {
    IstioMesh.install(cluster, "cluster-b").publishRoots(LOCAL);
    kubectl.apply(cluster, Installation.MANIFESTS);
    admin.leases().inNamespace(Replica.NAMESPACE).withName("rootbridge").delete();
    admin.configMaps().inNamespace(Replica.NAMESPACE).withName("rootbridge-local").delete();
    fleet = Fleet.of(cluster, SIZE);
  }

  @AfterEach
  void leave() {
    fleet.close();
  }

  @Test
  void aNamespaceThatCannotBeWrittenIsNamedAndHoldsUpNoOther() {
    String full = fleet.namespaces().get(0);
    String forbidden = fleet.namespaces().get(1);
    String ending = fleet.namespaces().get(2);
    ResourceQuota quota = allowNoConfigMaps(full);
    forbidConfigMaps(forbidden);
    admin.namespaces().withName(ending).delete();
    try (Replica replica = start(Replica.UNLIMITED)) {
      fleet.federate(REMOTE);

      fleet.awaitCurrent(SIZE - 3);
      await()
          .untilAsserted(
              () ->
                  assertThat(fleet.published())
                      .contains(full + ": can't be written: ", "exceeded quota: none")
                      .contains(forbidden + ": can't be written: ", "no ConfigMaps here")
                      .doesNotContain(ending));
      assertThat(replica.gauge("rootbridge.targets", "state", "wanted")).isEqualTo(SIZE - 1);
      assertThat(replica.gauge("rootbridge.targets", "state", "current")).isEqualTo(SIZE - 3);

      admin.resource(quota).delete();
      kubectl.on(cluster, "delete", "-f", policyOf(forbidden)).succeed();
      fleet.awaitCurrent(SIZE - 1);
      assertThat(fleet.history().values()).allMatch(List.of(ADDED)::equals);
    }
  }

  @Test
  void aBusyApiServerIsLeftAloneForAsLongAsItSays() {
    Duration pause = Duration.ofSeconds(2);
    List<Long> arrivals = new CopyOnWriteArrayList<>();
    try (Replica replica = start(ONE_BY_ONE)) {
      replica
          .proxy()
          .makeFor(
              uri -> {
                if (!uri.endsWith("/configmaps?fieldManager=rootbridge")) {
                  return false;
                }
                arrivals.add(System.nanoTime());
                return arrivals.size() == 1;
              },
              Fault.tooManyRequests(pause));
      fleet.federate(REMOTE);

      fleet.awaitCurrent();

      assertThat(Duration.ofNanos(arrivals.get(1) - arrivals.get(0))).isGreaterThan(pause);
      assertThat(arrivals).hasSize(SIZE + 1);
      assertThat(fleet.history().values()).allMatch(List.of(ADDED)::equals);
    }
  }

  @Test
  void noBundleGetsARootThatIsInNoStatus() {
    try (Replica replica = start(Replica.UNLIMITED)) {
      fleet.federate(REMOTE);
      fleet.awaitCurrent();
      replica.proxy().makeFor(uri -> uri.contains("/status"), Fault.internalError());

      fleet.rotateTo(REMOTE_NEXT);
      replica.awaitPasses(2);

      assertThat(fleet.history().values()).allMatch(List.of(ADDED)::equals);
      replica.proxy().make(Fault.NONE);
      await()
          .untilAsserted(
              () ->
                  assertThat(fleet.contents())
                      .singleElement()
                      .satisfies(
                          data ->
                              assertThat(Pem.certificates(data.get("root-cert.pem")))
                                  .hasSize(3)
                                  .anyMatch(REMOTE_NEXT::hasKeyOf)));
    }
  }

  static Stream<Named<Fault>> faultsOfAnApiServer() {
    return Stream.of(
        Named.of("an error", Fault.internalError()),
        Named.of("garbage", Fault.garbage()),
        Named.of("a dropped connection", Fault.DROP),
        Named.of("too busy, not saying for how long", Fault.tooManyRequests()));
  }

  @ParameterizedTest
  @MethodSource("faultsOfAnApiServer")
  void whatTheApiServerAnswersInTheMiddleIsMadeGoodAndNothingIsWrittenTwice(Fault fault) {
    AtomicInteger sent = new AtomicInteger();
    try (Replica replica = start(ONE_BY_ONE)) {
      replica
          .proxy()
          .makeFor(
              uri -> {
                int number =
                    uri.endsWith("/configmaps?fieldManager=rootbridge")
                        ? sent.incrementAndGet()
                        : 0;
                return number >= SIZE / 2 && number < SIZE / 2 + 3;
              },
              fault);
      fleet.federate(REMOTE);

      fleet.awaitCurrent();

      assertThat(sent.get()).isGreaterThan(SIZE);
      assertThat(fleet.history().values()).allMatch(List.of(ADDED)::equals);
    }
  }

  @Test
  void anExpiredWatchIsListedAnew() {
    String deleted = fleet.namespaces().get(0);
    String tampered = fleet.namespaces().get(1);
    try (Replica replica = start(Replica.UNLIMITED)) {
      fleet.federate(REMOTE);
      fleet.awaitCurrent();

      replica.proxy().make(Fault.DROP);
      replica.proxy().cut();
      fleet.bundle(deleted).delete();
      replica.proxy().make(new Fault.Expire());
      await().until(() -> fleet.bundle(deleted).get() != null);
      replica.proxy().make(Fault.NONE);
      replica.proxy().cut();
      tamperWith(tampered);
      await().until(() -> !isTamperedWith(tampered));

      Map<String, List<Watcher.Action>> history = fleet.history();
      assertThat(history.remove(deleted)).containsExactly(ADDED, Watcher.Action.DELETED, ADDED);
      assertThat(history.remove(tampered)).startsWith(ADDED, Watcher.Action.MODIFIED);
      assertThat(history.values()).hasSize(SIZE - 2).allMatch(List.of(ADDED)::equals);
    }
  }

  @Test
  void aWatchThatIsNotGrantedAnyMoreIsFollowedByAList() {
    String deleted = fleet.namespaces().get(0);
    try (Replica replica = start(Replica.UNLIMITED)) {
      fleet.federate(REMOTE);
      fleet.awaitCurrent();

      replica.proxy().makeFor(uri -> uri.contains("watch=true"), Fault.gone());
      replica.proxy().cut();
      fleet.bundle(deleted).delete();
      String added = fleet.grow();
      fleet.rotateTo(REMOTE_NEXT);

      // The client alone would ask for the same watches forever.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                assertThat(fleet.bundle(deleted).get()).isNotNull();
                assertThat(fleet.history()).containsKey(added);
                assertThat(fleet.contents())
                    .singleElement()
                    .satisfies(
                        data ->
                            assertThat(Pem.certificates(data.get("root-cert.pem")))
                                .anyMatch(REMOTE_NEXT::hasKeyOf));
              });
    }
  }

  @Test
  void whatChangesBetweenAPlanAndItsWriteIsPlannedAnew() {
    String deleted = fleet.namespaces().get(0);
    String tampered = fleet.namespaces().get(1);
    try (Replica replica = start(Replica.UNLIMITED)) {
      fleet.federate(REMOTE);
      fleet.awaitCurrent();
      List<String> late = new CopyOnWriteArrayList<>();
      replica
          .proxy()
          .makeFor(
              uri -> {
                boolean isLate =
                    uri.contains("/configmaps/rootbridge-trust?")
                        && (uri.contains(deleted + "/") || uri.contains(tampered + "/"));
                if (isLate) {
                  late.add(uri);
                }
                return isLate && late.size() <= 2;
              },
              new Fault.Delay(Duration.ofSeconds(2)));

      fleet.rotateTo(REMOTE_NEXT);
      await().until(() -> late.size() >= 2);
      fleet.bundle(deleted).delete();
      tamperWith(tampered);

      fleet.awaitCurrent();
      await().until(() -> !isTamperedWith(tampered));
      assertThat(fleet.contents())
          .singleElement()
          .satisfies(
              data ->
                  assertThat(Pem.certificates(data.get("root-cert.pem")))
                      .hasSize(3)
                      .anyMatch(REMOTE_NEXT::hasKeyOf));
      assertThat(replica.count("rootbridge.writes", "outcome", "overtaken")).isPositive();
      assertThat(replica.count("rootbridge.writes", "outcome", "failed")).isZero();
    }
  }

  @Test
  void aRemoteThatCannotBeReachedChangesNothingUntilItIsBack() {
    remote.admin().load(Resources.open("default-admin.yaml")).serverSideApply();
    publishRemotely(REMOTE);
    try (FaultProxy between = FaultProxy.before(remote);
        Replica replica = start(Replica.UNLIMITED)) {
      admin
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(IstioMesh.NAMESPACE)
                  .withName("istio-remote-secret-cluster-b")
                  .endMetadata()
                  .addToStringData(
                      "cluster-a", between.kubeconfigOf("default", "default", "cluster-a"))
                  .build())
          .serverSideApply();
      fleet.federate(
          "{remoteCluster: {secret: {namespace: istio-system, name: istio-remote-secret-cluster-b},"
              + " root: {namespace: default, name: remote-root, key: root-cert.pem}}}");
      fleet.awaitCurrent();

      between.make(Fault.DROP);
      between.cut();
      publishRemotely(REMOTE_NEXT);
      replica.awaitPasses(2);
      assertThat(fleet.history().values()).allMatch(List.of(ADDED)::equals);
      between.make(Fault.NONE);

      await()
          .untilAsserted(
              () ->
                  assertThat(fleet.contents())
                      .singleElement()
                      .satisfies(
                          data ->
                              assertThat(Pem.certificates(data.get("root-cert.pem")))
                                  .hasSize(3)
                                  .anyMatch(REMOTE::hasKeyOf)
                                  .anyMatch(REMOTE_NEXT::hasKeyOf)));
      assertThat(fleet.history().values())
          .allMatch(List.of(ADDED, Watcher.Action.MODIFIED)::equals);
    }
  }

  private Replica start(WriteLimits limits) {
    Replica replica = Replica.start(cluster, "only", Replica.LONG, limits);
    replica.awaitLeading();
    return replica;
  }

  private void publishRemotely(RootCa root) {
    remote
        .admin()
        .resource(configMap("default", "remote-root", "root-cert.pem", root.pem()))
        .serverSideApply();
  }

  private void tamperWith(String namespace) {
    fleet
        .bundle(namespace)
        .edit(bundle -> new ConfigMapBuilder(bundle).addToData("key.pem", "planted").build());
  }

  private boolean isTamperedWith(String namespace) {
    return fleet.bundle(namespace).require().getData().containsKey("key.pem");
  }

  private static ConfigMap configMap(String namespace, String name, String key, String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withData(Map.of(key, text))
        .build();
  }

  /** With the part of a controller that isn't there: the quota's status. */
  private ResourceQuota allowNoConfigMaps(String namespace) {
    Map<String, Quantity> none = Map.of("count/configmaps", new Quantity("0"));
    ResourceQuota quota =
        admin
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("none")
                    .endMetadata()
                    .withNewSpec()
                    .withHard(none)
                    .endSpec()
                    .build())
            .create();
    admin
        .resource(
            new ResourceQuotaBuilder(quota)
                .withNewStatus()
                .withHard(none)
                .withUsed(none)
                .endStatus()
                .build())
        .patchStatus();
    awaitRefusal(namespace);
    return quota;
  }

  private void forbidConfigMaps(String namespace) {
    kubectl.on(cluster, "apply", "-f", policyOf(namespace)).succeed();
    awaitRefusal(namespace);
  }

  private static String policyOf(String namespace) {
    return Scratch.write(
            "no-config-maps.yaml",
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: no-config-maps}
            spec:
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
              validations:
                - {expression: "false", message: no ConfigMaps here}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: no-config-maps}
            spec: {policyName: no-config-maps, validationActions: [Deny]}
            """
                .formatted(namespace))
        .toString();
  }

  private void awaitRefusal(String namespace) {
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () ->
                            admin
                                .resource(configMap(namespace, "any", "any", "any"))
                                .dryRun()
                                .create())
                    .isInstanceOf(KubernetesClientException.class));
  }
}
