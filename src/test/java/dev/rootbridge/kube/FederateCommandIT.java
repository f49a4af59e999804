package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.NamespaceSelector;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
  private static final String ELSEWHERE = "https://api.far.example:6443";

  @TempDir private static Path folder;

  private static KubernetesClient far;
  private static String farServer;
  private static KubernetesClient near;
  private static Path kubeconfig;
  private static LiveLoop loop;
  private static LiveNamespace shop;

  @BeforeAll
  static void start(Clusters clusters) {
    far = clusters.a().admin();
    farServer = clusters.a().url();
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
            "namespaces that opted in, with live-loop=federated, may trust far.example\n",
            "applied in far: ServiceAccount live-loop/rootbridge-reader\n",
            "applied in near: Secret live-loop/" + SECRET + "\n",
            "applied in near: FederatedTrustDomain far\n",
            "before that: rootbridge federate --kubeconfig "
                + kubeconfig
                + " --from-context far --to-context near --rootbridge-namespace live-loop"
                + " --refresh\n");
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
  @Order(3)
  void theRenewalThatIsPrintedRenewsWhatWasMade() {
    LiveCommand made = federate("--server", ELSEWHERE, "--trust-domain", "far.example");
    assertThat(made.exitCode()).as(made.toString()).isZero();
    String printed =
        made.out().lines().filter(line -> line.contains("before that: ")).findFirst().orElseThrow();
    String[] words =
        printed
            .substring(printed.indexOf("rootbridge ") + "rootbridge ".length())
            // Each run here has it anyway.
            .replace("--kubeconfig " + kubeconfig + " ", "")
            .split(" ", -1);
    String before = token();
    LiveCommand renewed = LiveCommand.run(kubeconfig, words);
    assertThat(renewed.exitCode()).as(renewed.toString()).isZero();
    assertThat(token()).isNotEqualTo(before).contains("server: " + ELSEWHERE + "\n");

    // Without the option, the address stays that pods reach.
    assertThat(federate("--refresh").exitCode()).isZero();
    assertThat(token()).contains("server: " + ELSEWHERE + "\n");
    assertThat(federate("--server", farServer).exitCode()).isZero();
    assertThat(token()).contains("server: " + farServer + "\n");
  }

  @Test
  @Order(3)
  void aFurtherRunChangesOnlyWhatItNames() {
    assertThat(federate("--label", "live-loop=federated", "--server", ELSEWHERE).exitCode())
        .isZero();
    // As doctor prints it where the access lacks a right.
    LiveCommand again = federate("--name", "far", "--trust-domain", "far.example");
    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(again.out())
        .contains("namespaces that opted in, with live-loop=federated, may trust far.example\n");
    assertThat(selector().getMatchLabels()).isEqualTo(Map.of("live-loop", "federated"));
    assertThat(token()).contains("server: " + ELSEWHERE + "\n");
    assertThat(federate("--dry-run").out())
        .contains("live-loop: federated\n", "server: " + ELSEWHERE + "\n");

    assertThat(federate("--label", "team=other", "--server", farServer).exitCode()).isZero();
    assertThat(selector().getMatchLabels()).isEqualTo(Map.of("team", "other"));
    assertThat(token()).contains("server: " + farServer + "\n");
    assertThat(federate("--label", "live-loop=federated").exitCode()).isZero();
  }

  @Test
  @Order(8)
  void whatAnAdminMadeOfTheSelectorStays() {
    near.resources(FederatedTrustDomain.class)
        .withName("far")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"spec": {"namespaceSelector": {"matchExpressions": [
              {"key": "stage", "operator": "NotIn", "values": ["live", "test"]},
              {"key": "live-loop", "operator": "Exists"}]}}}
            """);
    LiveCommand run = federate();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("with live-loop=federated,stage notin (live,test),live-loop, may trust far");
    assertThat(selector().getMatchLabels()).isEqualTo(Map.of("live-loop", "federated"));
    assertThat(selector().getMatchExpressions()).hasSize(2);
    near.resources(FederatedTrustDomain.class)
        .withName("far")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"namespaceSelector\": {\"matchExpressions\": null}}}");
  }

  private static NamespaceSelector selector() {
    return near.resources(FederatedTrustDomain.class)
        .withName("far")
        .require()
        .getSpec()
        .getNamespaceSelector();
  }

  @Test
  @Order(3)
  void aDryRunSaysWhatThatRunWouldWrite() {
    String before = token();
    LiveCommand refresh = federate("--refresh", "--dry-run");
    assertThat(refresh.exitCode()).as(refresh.toString()).isZero();
    assertThat(refresh.out())
        .startsWith("# kubectl --context near apply -f -\n---\n")
        .contains("kind: Secret", "A-TOKEN-OF-THE-READER")
        .doesNotContain("kind: Role", "kind: FederatedTrustDomain");
    assertThat(token()).isEqualTo(before);
    LiveCommand json = federate("--dry-run", "-o", "json");
    assertThat(json.json().findValuesAsText("kind"))
        .contains("ServiceAccount", "Secret", "FederatedTrustDomain");
    assertThat(json.json().path(0).path("context").asText()).isEqualTo("far");
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
    assertThat(federate("--refresh", "--trust-domain", "never.example").err())
        .contains("there is no FederatedTrustDomain never to refresh");
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
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("FederatedTrustDomain theirs is somebody else's");
    assertThat(near.secrets().inNamespace("live-loop").withName("rootbridge-reads-theirs").get())
        .isNull();
  }

  @Test
  @Order(6)
  void theAccessOfAnotherFederationIsNotTaken() {
    String before = token();
    // As if the other context were that of another mesh, whose domain begins with the same label.
    for (String[] words :
        List.of(
            new String[] {"--trust-domain", "far.partner.example"},
            new String[] {"--trust-domain", "far.partner.example", "--refresh"},
            new String[] {"--trust-domain", "partner.example", "--name", "far", "--refresh"},
            new String[] {"--name", "other"},
            new String[] {"--name", "other", "--refresh"})) {
      LiveCommand run = federate(words);
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
      assertThat(run.err()).contains("far can't be federated into near: ");
    }
    assertThat(token()).isEqualTo(before);
    assertThat(near.secrets().inNamespace("live-loop").withName("rootbridge-reads-other").get())
        .isNull();
  }

  @Test
  @Order(7)
  void aTrustDomainThatNobodyTellsIsNotGuessed() {
    // As without Rootbridge, and with an istiod whose mesh config is called istio-REVISION.
    LiveLoop.tellSettings(
        far, "rootbridge.local.trust-domain=\nrootbridge.mesh.config-maps=istio-1-99\n");
    LiveCommand run = federate();
    LiveCommand told = federate("--trust-domain", "far.example", "--dry-run");
    LiveLoop.tellSettings(far, "rootbridge.local.trust-domain=far.example\n");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "the trust domain of far isn't known (there is no mesh config live-loop/istio-1-99")
        .endsWith("name it by --trust-domain\n");
    assertThat(told.exitCode()).as(told.toString()).isZero();
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
