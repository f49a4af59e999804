package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.Kubeconfig;
import dev.rootbridge.it.OnRealClusters;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rootbridge status} against a real API server, and what it says where there is none. */
@OnRealClusters
class StatusCommandIT {

  private static final String[] STATUS = {"status", "live-loop-x", "y.example"};

  private static ApiServer cluster;
  private static KubernetesClient admin;
  private static LiveLoop loop;

  @TempDir private Path folder;

  @BeforeAll
  static void start(Clusters clusters) {
    cluster = clusters.b();
    admin = cluster.admin();
    LiveLoop.prepare(admin);
    loop = LiveLoop.start(admin, Clock.systemUTC());
    LiveNamespace.optedIn(admin, "status-shop");
    LiveNamespace shop = new LiveNamespace(admin, "status-shop");
    shop.awaitBundle("rootbridge-trust", "x.example", "y.example");
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("nobody")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  @AfterAll
  static void stop() {
    new LiveNamespace(admin, "status-shop").optOut();
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @Test
  void domainsThatServeAreShownWithTheirAnchors() {
    await()
        .untilAsserted(
            () -> {
              LiveCommand status = LiveCommand.run(cluster.adminKubeconfig(), STATUS);
              assertThat(status.exitCode()).as(status.toString()).isZero();
              assertThat(status.out())
                  .containsPattern("live-loop-x +x[.]example +True +Read +True +[0-9]+/[0-9]+ ")
                  .contains("live-loop-y, y.example:")
                  .containsPattern(
                      "Active +[0-9TZ:-]+ +[0-9]+ d +constrained +"
                          + LiveLoop.X.anchor().fingerprint()
                          + " +O=X");
              assertThat(status.err()).isEmpty();
            });
  }

  @Test
  void programsGetTheSameAsJsonAndYaml() {
    LiveCommand json =
        LiveCommand.run(cluster.adminKubeconfig(), "status", "x.example", "-o", "json");
    assertThat(json.json().path(0).path("anchors").path(0).path("sha256").asText())
        .isEqualTo(LiveLoop.X.anchor().fingerprint().hex());
    LiveCommand yaml =
        LiveCommand.run(cluster.adminKubeconfig(), "status", "x.example", "-o", "yaml");
    assertThat(yaml.out()).startsWith("- name: live-loop-x\n");
  }

  @Test
  void aDomainThatIsNotThereEndsWithOne() {
    LiveCommand status = LiveCommand.run(cluster.adminKubeconfig(), "status", "nowhere");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.err())
        .isEqualTo("error: there is no FederatedTrustDomain nowhere: see kubectl get ftd\n");
  }

  @Test
  void aContextThatIsNotThereIsToldWithThoseThatAre() throws IOException {
    Path file = write(cluster.kubeconfigOf("default", "nobody", "b"));
    LiveCommand status = LiveCommand.run(file, "status", "--context", "c");
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.err())
        .isEqualTo("error: there is no context c in " + file + ": there is b\n");

    assertThat(LiveCommand.run(folder.resolve("no-file"), "status").err())
        .isEqualTo(
            "error: can't read the kubeconfig "
                + folder.resolve("no-file")
                + ": there is no such file\n");
    assertThat(LiveCommand.run(write("{"), "status").err())
        .startsWith("error: " + folder.resolve("kubeconfig"));
  }

  @Test
  void whoMayNotLookIsToldWhatToAskFor() throws IOException {
    LiveCommand status =
        LiveCommand.run(write(cluster.kubeconfigOf("default", "nobody", "b")), "status");
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.err())
        .startsWith("error: the API server of context b (" + cluster.url())
        .contains("doesn't let you list FederatedTrustDomains: ask its admin for that right")
        .contains("system:serviceaccount:default:nobody");
    LiveCommand stranger =
        LiveCommand.run(
            write(Kubeconfig.withToken("b", cluster.url(), cluster.certificateAuthority(), "e30")),
            "status");
    assertThat(stranger.exitCode()).isEqualTo(3);
    assertThat(stranger.err()).contains("doesn't know who you are: log in anew");
  }

  @Test
  void aServerThatIsAwayIsNamed() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    String nowhere = "https://127.0.0.1:" + port;
    LiveCommand status =
        LiveCommand.run(
            write(Kubeconfig.withToken("b", nowhere, cluster.certificateAuthority(), "e30")),
            "status");
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.err()).contains(nowhere).contains("can't be reached: ConnectException");
  }

  @Test
  void aClusterWithoutRootbridgeIsToldApart() throws IOException {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.makeFor(uri -> uri.contains("/federatedtrustdomains"), Fault.notFound());
      LiveCommand status =
          LiveCommand.run(write(proxy.kubeconfigOf("default", "nobody", "b")), "status");
      assertThat(status.exitCode()).isEqualTo(3);
      assertThat(status.err())
          .startsWith("error: Rootbridge isn't installed in the cluster of context b")
          .contains("kubectl apply -k webhook-config/");
    }
  }

  private Path write(String kubeconfig) throws IOException {
    return Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
  }
}
