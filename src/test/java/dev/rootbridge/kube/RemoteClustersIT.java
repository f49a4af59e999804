package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.it.RemoteApiServer;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The primary's loop and a remote cluster, under exactly the rights of {@code
 * webhook-config/remote/}, through a network that fails.
 */
@OnRealClusters
class RemoteClustersIT {

  private static final String HOME = "remote-clusters";
  private static final String SECRET = "remote-clusters-west";
  private static final String DOMAIN = "remote-clusters";
  private static final Path MANIFESTS = Path.of("webhook-config");

  private static final TestCertificate LOCAL = TestCertificate.root("O=Local");
  private static final TestCertificate OWN = TestCertificate.root("O=Own");
  private static final TestCertificate OWN_NEXT = TestCertificate.root("O=Own next");
  private static final TestCertificate FEDERATED = TestCertificate.root("O=Federated");

  private static KubernetesClient home;
  private static ApiServer remote;

  private FaultProxy proxy;

  @BeforeAll
  static void install(Clusters clusters, RemoteApiServer remoteServer) throws IOException {
    // Not cluster A: another Rootbridge may run there.
    home = clusters.b().admin();
    remote = remoteServer.server();
    apply(home, MANIFESTS.resolve("crd/federatedtrustdomains.rootbridge.dev.yaml"));
    namespace(home, HOME, Map.of());
    namespace(remote.admin(), "istio-system", Map.of());
    apply(remote.admin(), MANIFESTS.resolve("remote/rbac.yaml"));
  }

  private static void apply(KubernetesClient cluster, Path manifest) throws IOException {
    try (InputStream text = Files.newInputStream(manifest)) {
      cluster.load(text).serverSideApply();
    }
  }

  @BeforeEach
  void start() {
    proxy = FaultProxy.before(remote);
    publish(home, HOME, LOCAL);
    publish(remote.admin(), HOME, LOCAL);
    storeKubeconfig(proxy.kubeconfigOf("istio-system", "rootbridge-remote", "west"));
    String pem = FEDERATED.pem().replace("\n", "\\n");
    String manifest =
        """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata: {name: %s}
        spec:
          trustDomain: federated.example
          source: {inline: {pem: "%s"}}
          namespaceSelector: {matchLabels: {team: remote-clusters}}
        """;
    home.resource(manifest.formatted(DOMAIN, pem)).serverSideApply();
  }

  @AfterEach
  void stop() {
    proxy.close();
    Resource<FederatedTrustDomain> domain =
        home.resources(FederatedTrustDomain.class).withName(DOMAIN);
    domain.delete();
    await().until(() -> domain.get() == null);
    home.secrets().inNamespace(HOME).withName(SECRET).delete();
    home.configMaps().inNamespace(HOME).withName("rootbridge-local").delete();
  }

  @Test
  void aNamespaceThatOptsInThereGetsThePrimarysBundleAndIsAnsweredFor() {
    String namespace = optIn(remote.admin(), "west-first");
    try (SyncLoop loop = loop()) {
      await().until(() -> bundle(namespace).contains("# federated.example"));

      assertThat(bundle(namespace)).contains(LOCAL.pem());
      assertThat(onlyRemote(loop).root().reason()).isEqualTo("SharedRoot");
      await()
          .untilAsserted(
              () -> assertThat(readiness(loop, namespace)).contains(Readiness.PUBLISHED));
      assertThat(loop.remotes().find("nowhere")).isEmpty();
      assertThat(loop.remotes().find("west").orElseThrow().find("no-such-namespace"))
          .isInstanceOf(NamespaceLookup.NotYetSeen.class);
    }
    String version = target(namespace).get().getMetadata().getResourceVersion();

    try (SyncLoop restarted = loop()) {
      await()
          .untilAsserted(
              () -> assertThat(readiness(restarted, namespace)).contains(Readiness.PUBLISHED));
      assertThat(target(namespace).get().getMetadata().getResourceVersion()).isEqualTo(version);
    }
    optOut(namespace);
  }

  @Test
  void aPodThatWasMissedThereIsToldOfThereAndNamedHereWithItsCluster() {
    LiveNamespace west = new LiveNamespace(remote.admin(), optIn(remote.admin(), "west-missed"));
    west.workload("Deployment", "web", "*");
    west.create(LiveNamespace.ownedBy(west.sidecar("web-1"), "ReplicaSet", "web-6d5f8c7b9"));
    try (SyncLoop loop = loop()) {
      await().until(() -> west.eventsOn("Deployment", "web").contains("NotPatched"));

      assertThat(podsCurrent(loop))
          .contains("west/west-missed/Deployment web (NotPatched, 1)")
          .endsWith("in cluster west, kubectl -n west-missed rollout restart deployment/web");
    }
    west.pod("web-1").delete();
    optOut(west.name());
  }

  private static String podsCurrent(SyncLoop loop) {
    return loop.latest().orElseThrow().domains().stream()
        .filter(domain -> domain.trust().name().equals(DOMAIN))
        .flatMap(domain -> domain.condition(Condition.Type.PODS_CURRENT).stream())
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRotatedTokenIsNoOutage() {
    String namespace = optIn(remote.admin(), "west-token");
    try (SyncLoop loop = loop();
        FaultProxy other = FaultProxy.before(remote)) {
      await()
          .untilAsserted(
              () -> assertThat(readiness(loop, namespace)).contains(Readiness.PUBLISHED));

      storeKubeconfig(other.kubeconfigOf("istio-system", "rootbridge-remote", "west"));
      await()
          .until(
              () -> {
                assertThat(readiness(loop, namespace)).contains(Readiness.PUBLISHED);
                return other.requests().stream().anyMatch(uri -> uri.contains("watch=true"));
              });
      await().until(() -> proxyIsLeft());
      proxy.make(Fault.DROP);
      proxy.cut();

      String later = optIn(remote.admin(), "west-token-later");
      await().until(() -> bundle(later).contains("# federated.example"));
      assertThat(readiness(loop, namespace)).contains(Readiness.PUBLISHED);
      optOut(later);
    }
    optOut(namespace);
  }

  /** Nothing new comes over it. */
  private boolean proxyIsLeft() {
    target("west-token")
        .edit(
            configMap -> {
              configMap.getData().put("stranger", "x");
              return configMap;
            });
    int before = proxy.requests().size();
    await().until(() -> !target("west-token").get().getData().containsKey("stranger"));
    return proxy.requests().size() == before;
  }

  @Test
  void oneThatIsAwayHoldsUpNobodyKeepsItsAnswersAndGoesOnWhenItIsBack() {
    String namespace = optIn(remote.admin(), "west-away");
    try (SyncLoop loop = loop()) {
      await()
          .untilAsserted(
              () -> assertThat(readiness(loop, namespace)).contains(Readiness.PUBLISHED));
      proxy.make(Fault.DROP);
      proxy.cut();

      String local = optIn(home, "home-meanwhile");
      await().until(() -> bundle(home, local).contains("# federated.example"));
      assertThat(readiness(loop, namespace)).contains(Readiness.PUBLISHED);

      String later = optIn(remote.admin(), "west-away-later");
      proxy.make(Fault.NONE);
      await().until(() -> bundle(later).contains("# federated.example"));
      optOut(later);
      optOut(home, local);
    }
    optOut(namespace);
  }

  @Test
  void oneThatWasNeverSeenIsToldOfAndAnsweredWithNotYetSeen() {
    proxy.make(Fault.DROP);
    try (SyncLoop loop = loop()) {
      SyncPlan plan = await().until(loop::latest, Optional::isPresent).orElseThrow();

      assertThat(plan.remotes()).hasSize(1);
      assertThat(plan.remoteClusters()).isEmpty();
      await()
          .untilAsserted(
              () -> assertThat(onlyRemote(loop).root().reason()).isEqualTo("Unreachable"));
      assertThat(loop.remotes().find("west").orElseThrow().find("default"))
          .isInstanceOf(NamespaceLookup.NotYetSeen.class);

      proxy.make(Fault.NONE);
      await().until(() -> loop.latest().orElseThrow().remoteClusters().containsKey("west"));
    }
  }

  @Test
  void withoutItsSecretOrWithABadOneItIsNotServedAndSaysWhy() {
    storeKubeconfig("current-context: none");
    try (SyncLoop loop = loop()) {
      await()
          .untilAsserted(
              () -> assertThat(onlyRemote(loop).root().reason()).isEqualTo("KubeconfigRefused"));

      home.secrets().inNamespace(HOME).withName(SECRET).delete();
      await()
          .untilAsserted(() -> assertThat(onlyRemote(loop).root().reason()).isEqualTo("NotFound"));
      assertThat(onlyRemote(loop).root().message()).contains("Secret " + HOME + "/" + SECRET);
    }
  }

  @Test
  void aRootOfItsOwnIsKeptThroughItsRotationAndARestart() {
    publish(remote.admin(), HOME, OWN);
    String namespace = optIn(remote.admin(), "west-own");
    try (SyncLoop loop = loop()) {
      await().until(() -> bundle(namespace).contains(OWN.pem()));
      assertThat(bundle(namespace)).doesNotContain(LOCAL.pem());
      assertThat(onlyRemote(loop).root().reason()).isEqualTo("Read");
    }

    publish(remote.admin(), HOME, OWN_NEXT);
    try (SyncLoop restarted = loop()) {
      await().until(() -> bundle(namespace).contains(OWN_NEXT.pem()));
      assertThat(bundle(namespace)).contains(OWN.pem());
      assertThat(restarted.latest().orElseThrow().home().local().anchors()).hasSize(1);
    }
    optOut(namespace);
  }

  private static SyncLoop loop() {
    return new SyncLoop(
        home,
        new SyncSettings(
            new TrustDomain("local.example"),
            HOME,
            "remote-clusters-0",
            LeaseSettings.DEFAULT,
            new ConfigMapKey(HOME, "roots", "root-cert.pem"),
            Optional.empty(),
            new MeshSettings(HOME, List.of()),
            PemLimits.DEFAULTS,
            Duration.ofHours(25),
            AddressRule.allowing(List.of("127.0.0.0/8")),
            Duration.ofSeconds(1),
            WriteLimits.DEFAULT,
            TargetPolicy.DEFAULT,
            new RemoteSettings(
                List.of(
                    new RemoteClusterSettings(
                        "west",
                        new RemoteCluster(
                            HOME,
                            SECRET,
                            Optional.empty(),
                            new ConfigMapKey(HOME, "roots", "root-cert.pem")),
                        new CallerRule.Anyone())),
                Optional.empty()),
            Strictness.LENIENT),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  private static SyncPlan.Remote onlyRemote(SyncLoop loop) {
    List<SyncPlan.Remote> remotes = loop.latest().map(SyncPlan::remotes).orElse(List.of());
    assertThat(remotes).hasSize(1);
    return remotes.get(0);
  }

  /** Of the bundle that a pod there would mount; empty if it would get none. */
  private static Optional<Readiness> readiness(SyncLoop loop, String namespace) {
    return loop.remotes().find("west").orElseThrow().find(namespace)
            instanceof NamespaceLookup.OptedIn optedIn
        ? Optional.ofNullable(optedIn.trust().bundles().known().get("rootbridge-trust"))
        : Optional.empty();
  }

  private static String bundle(String namespace) {
    return bundle(remote.admin(), namespace);
  }

  private static String bundle(KubernetesClient cluster, String namespace) {
    ConfigMap found =
        cluster.configMaps().inNamespace(namespace).withName("rootbridge-trust").get();
    return found == null ? "" : found.getData().get("root-cert.pem");
  }

  private static Resource<ConfigMap> target(String namespace) {
    return remote.admin().configMaps().inNamespace(namespace).withName("rootbridge-trust");
  }

  private static void storeKubeconfig(String kubeconfig) {
    home.resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName(SECRET)
                .endMetadata()
                .addToStringData("west", kubeconfig)
                .build())
        .createOr(existing -> existing.update());
  }

  private static void publish(KubernetesClient cluster, String namespace, TestCertificate root) {
    namespace(cluster, namespace, Map.of());
    cluster
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("roots")
                .endMetadata()
                .withData(Map.of("root-cert.pem", root.pem()))
                .build())
        .createOr(existing -> existing.update());
  }

  private static String optIn(KubernetesClient cluster, String name) {
    namespace(
        cluster, name, Map.of("team", "remote-clusters", "rootbridge.dev/injection", "enabled"));
    return name;
  }

  private static void optOut(String name) {
    optOut(remote.admin(), name);
  }

  private static void optOut(KubernetesClient cluster, String name) {
    namespace(cluster, name, Map.of());
  }

  private static void namespace(KubernetesClient cluster, String name, Map<String, String> labels) {
    cluster
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .forceConflicts()
        .serverSideApply();
  }
}
