package dev.rootbridge.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.boot.dev.cluster.EmbeddedCluster;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.BundleEndpoint;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TlsServer;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loop keeps and survives, on clusters in memory. */
class SyncLoopTest {

  private static final TestCertificate LOCAL = TestCertificate.root("O=Local");
  private static final TestCertificate LOCAL_NEXT = TestCertificate.root("O=Local next");
  private static final TestCertificate REMOTE = TestCertificate.root("O=Remote");

  private static final SyncSettings SETTINGS =
      new SyncSettings(
          new TrustDomain("cluster-a.example"),
          "rootbridge-system",
          "rootbridge-0",
          LeaseSettings.DEFAULT,
          new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem"),
          Optional.empty(),
          new MeshSettings("istio-system", List.of("istio")),
          PemLimits.DEFAULTS,
          Duration.ofHours(25),
          AddressRule.allowing(List.of("127.0.0.0/8")),
          Duration.ofSeconds(1),
          new WriteLimits(2, 0, 1),
          TargetPolicy.DEFAULT,
          RemoteSettings.NONE,
          Strictness.LENIENT);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Vertx vertx;
  private EmbeddedCluster a;
  private EmbeddedCluster b;
  private KubernetesClient client;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void startClusters() {
    a = EmbeddedCluster.start(vertx, "cluster-a", Clock.systemUTC());
    b = EmbeddedCluster.start(vertx, "cluster-b", Clock.systemUTC());
    client = client(a);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .addToLabels("rootbridge.dev/injection", "enabled")
                .endMetadata()
                .build())
        .create();
    publish(client, LOCAL);
    try (KubernetesClient remote = client(b)) {
      publish(remote, REMOTE);
    }
  }

  @AfterEach
  void stopClusters() {
    client.close();
    a.close();
    b.close();
  }

  @Test
  void aRestartDuringALocalRotationKeepsTheRootThatIsGoing() {
    federateWith(b.kubeconfig());
    try (SyncLoop loop = start()) {
      await().until(() -> bundle().contains(LOCAL.pem()));
      publish(client, LOCAL_NEXT);
      await().until(() -> bundle().contains(LOCAL_NEXT.pem()));
      assertThat(loop.latest().orElseThrow().home().local().anchors()).hasSize(2);
    }

    try (SyncLoop restarted = start()) {
      SyncPlan plan = await().until(restarted::latest, Optional::isPresent).orElseThrow();
      await()
          .until(
              () ->
                  condition(restarted, Condition.Type.PUBLISHED)
                      .filter(published -> published.reason().equals("Published"))
                      .isPresent());
      assertThat(plan.home().local().anchors())
          .extracting(TrackedAnchor::anchor)
          .contains(LOCAL.anchor());
      assertThat(bundle()).contains(LOCAL.pem(), LOCAL_NEXT.pem());
    }
  }

  @Test
  void aServerThatTheGivenCaDoesNotVouchForIsNotReadAndHoldsUpNobodyElse() {
    federateWith(
        b.kubeconfig()
            .replaceAll(
                "(certificate-authority-data:\\s*\"?)[A-Za-z0-9+/=]+",
                "$1" + base64(TestCertificate.root("CN=Somebody else").pem())));
    federateInline();
    try (SyncLoop loop = start()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  condition(loop, Condition.Type.SOURCE_REACHABLE)
                      .filter(source -> source.reason().equals("Unreachable"))
                      .isPresent());
      await().atMost(PATIENCE).until(() -> bundle().contains("# inline.example"));
      assertThat(bundle()).doesNotContain("# cluster-b.example");
    }
  }

  @Test
  void nothingIsWrittenBeforeIstiodIsSeenToServeUnderTheLocalRoot() {
    federateInline();
    Instant now = Instant.now();
    TestCertificate istiod =
        LOCAL_NEXT
            .workload()
            .dns("istiod.istio-system.svc")
            .valid(now.minusSeconds(60), now.plusSeconds(3600))
            .mint();
    try (TlsServer server = TlsServer.serving(istiod);
        SyncLoop loop =
            new SyncLoop(
                client,
                settings(Optional.of(new ServerAddress("127.0.0.1", server.port()))),
                Clock.systemUTC(),
                new SimpleMeterRegistry())) {
      await()
          .atMost(PATIENCE)
          .until(() -> verification(loop).equals(Optional.of("LocalRootMismatch")));
      assertThat(bundle()).isEmpty();
      assertThat(keptLocalRoots()).isNull();

      publish(client, LOCAL_NEXT);

      await().atMost(PATIENCE).until(() -> bundle().contains(LOCAL_NEXT.pem()));
      assertThat(bundle()).doesNotContain(LOCAL.pem());
      assertThat(verification(loop)).contains("Verified");
      await().atMost(PATIENCE).until(() -> keptLocalRoots() != null);
    }
  }

  @Test
  void thePublishedBundleFollowsALocalRotationThroughARestart() {
    federateInline();
    LocalRoots first;
    try (SyncLoop loop = start()) {
      first = await().atMost(PATIENCE).until(loop::kept, LocalRoots::isPublished);
      assertThat(first.trusted()).containsExactly(LOCAL.anchor());
      publish(client, LOCAL_NEXT);
      await().atMost(PATIENCE).until(() -> loop.kept().sequence() == first.sequence() + 1);
      assertThat(loop.kept().trusted())
          .containsExactlyInAnyOrder(LOCAL.anchor(), LOCAL_NEXT.anchor());
    }

    try (SyncLoop restarted = start()) {
      LocalRoots kept = await().atMost(PATIENCE).until(restarted::kept, LocalRoots::isPublished);
      await().atMost(PATIENCE).until(() -> restarted.latest().isPresent());
      assertThat(kept.sequence()).isEqualTo(first.sequence() + 1);
      assertThat(restarted.kept()).isEqualTo(kept);
    }
  }

  @Test
  void whatIsKeptOfTheLocalRootsComesBackWhenDeletedAndDoesNotChangeAtRest() {
    federateInline();
    try (SyncLoop loop = start()) {
      LocalRoots kept = await().atMost(PATIENCE).until(loop::kept, LocalRoots::isPublished);
      await().atMost(PATIENCE).until(() -> keptLocalRoots() != null);
      String version = keptLocalRoots().getMetadata().getResourceVersion();
      Instant planned = loop.latest().orElseThrow().madeAt();
      await()
          .atMost(PATIENCE)
          .until(() -> loop.latest().orElseThrow().madeAt().isAfter(planned.plusSeconds(2)));
      assertThat(keptLocalRoots().getMetadata().getResourceVersion()).isEqualTo(version);

      client.resource(keptLocalRoots()).delete();

      await().atMost(PATIENCE).until(() -> keptLocalRoots() != null);
      assertThat(keptLocalRoots().getData())
          .containsEntry("sequence", Long.toString(kept.sequence()));
    }
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException answer
        && answer.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  private FederatedTrustDomain readFromAnEndpointNobodyCanFollow() {
    return client
        .resources(FederatedTrustDomain.class)
        .withName("inline")
        .edit(
            resource -> {
              BundleEndpoint endpoint = new BundleEndpoint();
              endpoint.setUrl("https://spire_server.ns:8443/bundle");
              endpoint.setProfile(BundleEndpoint.Profile.HTTPS_WEB);
              resource.getSpec().getSource().setInline(null);
              resource.getSpec().getSource().setBundleEndpoint(endpoint);
              return resource;
            });
  }

  @Test
  void aSourceThatNobodyCanFollowKeepsTheAnchors() {
    federateInline();
    try (SyncLoop loop = start()) {
      await().atMost(PATIENCE).until(() -> bundle().contains("inline"));
      String before = bundle();

      await()
          .atMost(PATIENCE)
          // The loop may write its status at the same moment.
          .ignoreExceptionsMatching(SyncLoopTest::isConflict)
          .until(() -> readFromAnEndpointNobodyCanFollow() != null);

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  loop.latest().stream()
                      .flatMap(plan -> plan.domains().stream())
                      .flatMap(domain -> domain.condition(Condition.Type.SOURCE_REACHABLE).stream())
                      .anyMatch(
                          condition ->
                              condition.reason().equals("Malformed")
                                  && condition.message().contains("bundleEndpoint.url")));
      assertThat(bundle()).isEqualTo(before);
    }
  }

  @Test
  void keptLocalRootsThatCannotBeReadAreWrittenAgainAndEndNoPass() {
    try (SyncLoop loop = start()) {
      await().atMost(PATIENCE).until(() -> keptLocalRoots() != null);
      String sequence = keptLocalRoots().getData().get("sequence");

      client
          .resource(keptLocalRoots())
          .edit(
              kept -> {
                kept.getData().put("sequence", "-1");
                kept.getData().put("remote.west.json", "[null]");
                return kept;
              });

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(keptLocalRoots().getData())
                      .containsEntry("sequence", sequence)
                      .doesNotContainKey("remote.west.json"));
      assertThat(loop.kept().sequence()).hasToString(sequence);
    }
  }

  @Test
  void nothingIsPlannedBeforeKeptLocalRootsCanBeRead() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("rootbridge-system")
                .withName("rootbridge-local")
                .endMetadata()
                .addToData("anchors.json", "{")
                .build())
        .create();
    try (SyncLoop loop = start()) {
      await().during(Duration.ofSeconds(1)).until(() -> loop.latest().isEmpty());

      client.resource(keptLocalRoots()).delete();

      await().atMost(PATIENCE).until(() -> loop.latest().isPresent());
    }
  }

  private ConfigMap keptLocalRoots() {
    return client.configMaps().inNamespace("rootbridge-system").withName("rootbridge-local").get();
  }

  private static Optional<String> verification(SyncLoop loop) {
    return loop.latest().map(plan -> plan.home().local().verification().reason());
  }

  private static SyncSettings settings(Optional<ServerAddress> istiod) {
    return new SyncSettings(
        SETTINGS.localTrustDomain(),
        SETTINGS.namespace(),
        SETTINGS.instance(),
        SETTINGS.lease(),
        SETTINGS.localRoot(),
        istiod,
        SETTINGS.mesh(),
        SETTINGS.sourceLimits(),
        SETTINGS.localOverlap(),
        SETTINGS.sourceAddresses(),
        SETTINGS.resync(),
        SETTINGS.writes(),
        SETTINGS.targets(),
        SETTINGS.remotes(),
        SETTINGS.strictness());
  }

  private SyncLoop start() {
    return new SyncLoop(client, SETTINGS, Clock.systemUTC(), new SimpleMeterRegistry());
  }

  private static Optional<Condition> condition(SyncLoop loop, Condition.Type type) {
    return loop.latest().stream()
        .flatMap(plan -> plan.domains().stream())
        .filter(domain -> domain.trust().name().equals("cluster-b"))
        .flatMap(domain -> domain.condition(type).stream())
        .findFirst();
  }

  private String bundle() {
    ConfigMap target = client.configMaps().inNamespace("shop").withName("rootbridge-trust").get();
    return target == null ? "" : target.getData().get("root-cert.pem");
  }

  private void federateWith(String kubeconfig) {
    client
        .resource(
            """
            apiVersion: v1
            kind: Secret
            metadata: {namespace: istio-system, name: remote}
            data: {cluster-b: %s}
            """
                .formatted(base64(kubeconfig)))
        .create();
    federate(
        "cluster-b",
        "{remoteCluster: {secret: {namespace: istio-system, name: remote},"
            + " root: {namespace: istio-system, name: istio-ca-root-cert, key: root-cert.pem}}}");
  }

  private void federateInline() {
    String pem = TestCertificate.root("O=Inline").pem().replace("\n", "\\n");
    federate("inline", "{inline: {pem: \"" + pem + "\"}}");
  }

  private void federate(String name, String source) {
    String manifest =
        """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata: {name: %s}
        spec:
          trustDomain: %s.example
          source: %s
          namespaceSelector: {}
        """
            .formatted(name, name, source);
    client.resource(Serialization.unmarshal(manifest, FederatedTrustDomain.class)).create();
  }

  private static void publish(KubernetesClient cluster, TestCertificate root) {
    ConfigMap configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("istio-system")
            .withName("istio-ca-root-cert")
            .endMetadata()
            .withData(Map.of("root-cert.pem", root.pem()))
            .build();
    cluster.resource(configMap).createOr(existing -> existing.update());
  }

  private static KubernetesClient client(EmbeddedCluster cluster) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
