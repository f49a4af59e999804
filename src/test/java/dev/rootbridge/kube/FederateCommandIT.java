package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rootbridge federate} from one real API server into another, whose sync loop then reads the
 * other's root by what was made.
 */
@OnRealClusters
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FederateCommandIT {

  private static final TestCertificate FAR = TestCertificate.root("O=Far");
  private static final String SECRET = "rootbridge-reads-far";

  @TempDir private static Path folder;

  private static KubernetesClient far;
  private static KubernetesClient near;
  private static Path kubeconfig;
  private static LiveLoop loop;
  private static LiveNamespace shop;

  @BeforeAll
  static void start(Clusters clusters) {
    far = clusters.a().admin();
    near = clusters.b().admin();
    LiveLoop.prepare(far);
    LiveLoop.cleanUp(far);
    LiveLoop.tellSettings(far, "rootbridge.local.trust-domain=far.example\n");
    LiveLoop.root(far, FAR);
    LiveLoop.prepare(near);
    LiveLoop.tellSettings(near, "");
    kubeconfig =
        LiveContexts.write(folder.resolve("kubeconfig"), "far", clusters.a(), "near", clusters.b());
    loop = LiveLoop.start(near, Clock.systemUTC());
    shop = LiveNamespace.optedIn(near, "federated");
  }

  @AfterAll
  static void stop() {
    near.resources(FederatedTrustDomain.class).withName("far").delete();
    near.secrets().inNamespace("live-loop").withName(SECRET).delete();
    shop.optOut();
    loop.close();
    LiveLoop.cleanUp(near);
  }

  @Test
  @Order(1)
  void aDryRunPrintsEachObjectAndMakesNone() {
    LiveCommand run = federate("--dry-run");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .startsWith("# kubectl --context far apply -f -\n---\n")
        .contains("kind: ServiceAccount", "kind: Role\n", "kind: RoleBinding", "kind: Secret")
        .contains("kind: FederatedTrustDomain", "trustDomain: far.example", "A-TOKEN-OF-THE-READER")
        .doesNotContain("istio/multiCluster");
    assertThat(far.serviceAccounts().inNamespace("live-loop").withName("rootbridge-reader").get())
        .isNull();
    assertThat(near.secrets().inNamespace("live-loop").withName(SECRET).get()).isNull();
  }

  @Test
  @Order(2)
  void whatIsMadeIsEnoughForTheSyncLoopAndNoMore() {
    LiveCommand run = federate("--label", "live-loop=federated");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains(
            "applied in far: ServiceAccount live-loop/rootbridge-reader\n",
            "applied in near: Secret live-loop/" + SECRET + "\n",
            "applied in near: FederatedTrustDomain far\n",
            "before that: rootbridge federate --from-context far --to-context near --refresh\n");
    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        near.resources(FederatedTrustDomain.class)
                            .withName("far")
                            .require()
                            .getStatus()
                            .getAnchors())
                    .singleElement()
                    .satisfies(
                        anchor ->
                            assertThat(anchor.getSha256())
                                .isEqualTo(FAR.anchor().fingerprint().hex())));
    try (KubernetesClient reader = reader()) {
      assertThat(reader.configMaps().inNamespace("live-loop").withName("roots").get()).isNotNull();
      assertThat(catchThrowable(() -> reader.secrets().inNamespace("live-loop").list()))
          .hasMessageContaining("403");
    }
    // Once more changes nothing that was there.
    assertThat(federate("--label", "live-loop=federated").exitCode()).isZero();
  }

  @Test
  @Order(3)
  void aRefreshRenewsTheTokenAlone() {
    String before = token();
    Long generation =
        near.resources(FederatedTrustDomain.class)
            .withName("far")
            .require()
            .getMetadata()
            .getGeneration();
    LiveCommand run = federate("--refresh", "-o", "json");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.json().path("applied")).hasSize(1);
    assertThat(token()).isNotEqualTo(before);
    assertThat(
            near.resources(FederatedTrustDomain.class)
                .withName("far")
                .require()
                .getMetadata()
                .getGeneration())
        .isEqualTo(generation);
  }

  @Test
  @Order(4)
  void whatCanNotBeFederatedIsRefusedBeforeAnythingIsMade() {
    assertThat(federate("--trust-domain", "local.example").err())
        .contains("far can't be federated into near: both meshes are local.example");
    LiveCommand loopback = federate("--server", "https://127.0.0.1:6443");
    assertThat(loopback.exitCode()).isEqualTo(3);
    assertThat(loopback.err())
        .contains("a loopback address", "name an address that it can by --server");
    LiveCommand unknown = federate("--refresh", "--name", "never-made");
    assertThat(unknown.err()).contains("there is no Secret live-loop/rootbridge-reads-never-made");
    assertThat(federate("--token-lifetime", "long").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(5)
  void whatIsSomebodyElsesIsNotWrittenOver() {
    near.resource(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: theirs}
            spec:
              trustDomain: far.example
              source: {configMap: {namespace: x, name: y, key: z}}
              namespaceSelector: {matchLabels: {a: b}}
            """)
        .create();
    LiveCommand run = federate("--name", "theirs");
    near.resources(FederatedTrustDomain.class).withName("theirs").delete();
    near.secrets().inNamespace("live-loop").withName("rootbridge-reads-theirs").delete();
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("FederatedTrustDomain theirs");
  }

  private static LiveCommand federate(String... words) {
    String[] all = new String[words.length + 6];
    String[] first = {
      "federate",
      "--from-context",
      "far",
      "--to-context",
      "near",
      "--rootbridge-namespace=live-loop"
    };
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(words, 0, all, first.length, words.length);
    return LiveCommand.run(kubeconfig, all);
  }

  private static KubernetesClient reader() {
    return new KubernetesClientBuilder()
        .withConfig(io.fabric8.kubernetes.client.Config.fromKubeconfig(token()))
        .build();
  }

  /** The kubeconfig in the Secret. */
  private static String token() {
    Secret secret = near.secrets().inNamespace("live-loop").withName(SECRET).require();
    return new String(
        Base64.getDecoder().decode(secret.getData().get("far")), StandardCharsets.UTF_8);
  }
}
