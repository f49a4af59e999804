package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rootbridge explain} on what a sync loop and the webhook's decision have made. */
@OnRealClusters
class ExplainCommandIT {

  @TempDir private Path folder;

  private static ApiServer cluster;
  private static KubernetesClient admin;
  private static LiveLoop loop;
  private static LiveNamespace shop;

  @BeforeAll
  static void start(Clusters clusters) {
    cluster = clusters.b();
    admin = cluster.admin();
    LiveLoop.prepare(admin);
    LiveLoop.tellSettings(admin, "");
    loop = LiveLoop.start(admin, Clock.systemUTC());
    shop = LiveNamespace.optedIn(admin, "explained");
    shop.awaitBundle("rootbridge-trust", "x.example", "y.example");
    shop.workload("Deployment", "web", "*");
    shop.admit(labelled("web-1"), loop.optedIn("explained"));
    shop.proxyStarted("web-1", Instant.now().plusSeconds(2));
    // As if the webhook had been away.
    shop.create(labelled("web-2"));
    // As one that was evicted.
    shop.create(labelled("web-0"));
    shop.ended("web-0");
  }

  private static io.fabric8.kubernetes.api.model.Pod labelled(String name) {
    return new PodBuilder(LiveNamespace.ownedBy(shop.sidecar(name), "ReplicaSet", "web-6d5f8c7b9"))
        .editMetadata()
        .addToLabels("app", "web")
        .endMetadata()
        .build();
  }

  @AfterAll
  static void stop() {
    shop.pod("web-0").delete();
    shop.pod("web-1").delete();
    shop.pod("web-2").delete();
    shop.optOut();
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @Test
  void aPodThatTrustsWhatItShouldIsExplainedFromLabelToBundle() {
    LiveCommand run = run("web-1", "-n", "explained");
    assertThat(run.out())
        .startsWith(
            "explained/Pod web-1, spiffe://local.example/ns/explained/sa/checkout\n\npod web-1\n")
        .contains(
            "ok       namespace: explained has the label rootbridge.dev/injection: enabled\n",
            "ok       domains: explained may trust x.example, y.example\n",
            "ok       when it was made: the webhook said {\"outcome\":\"Injected\"",
            "ok       patch: the proxy mounts ConfigMap rootbridge-trust",
            "ok       bundle: ConfigMap explained/rootbridge-trust holds the local roots",
            "ok       proxy: the proxy started at ",
            "ok       x.example: its CA may vouch for it alone: O=X");
  }

  @Test
  void theTwoKindsOfPodsOfADeploymentAreToldApart() {
    LiveCommand run = run("explained/deploy/web", "-o", "json");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.json().path("pods")).hasSize(2);
    assertThat(run.out()).doesNotContain("web-0");
    assertThat(run("deploy/web", "-n", "explained").out())
        .contains("FAILED   patch: the pod lacks the patch")
        .contains("to mend it: kubectl -n explained rollout restart deployment/web");
  }

  @Test
  void whatIsNotThereIsToldApart() {
    assertThat(run("nothing", "-n", "explained").err())
        .startsWith(
            "error: there is no Pod or Deployment nothing in namespace explained of context ");
    shop.workload("Deployment", "idle", "*");
    LiveCommand idle = run("deploy/idle", "-n", "explained");
    assertThat(idle.exitCode()).isEqualTo(3);
    assertThat(idle.err()).contains("has no pod that runs");
    assertThat(run("a/b/c/d").exitCode()).isEqualTo(2);
  }

  @Test
  void whoHasRightsInTheNamespaceAloneIsToldTheSame() {
    LiveCaller tenant =
        LiveCaller.named(cluster, "tenant")
            .may("federatedtrustdomains.rootbridge.dev", "list")
            .mayIn("explained", "namespaces", "get")
            .mayIn("explained", "configmaps", "list")
            .mayIn("explained", "pods", "get", "list");
    LiveCommand run =
        LiveCommand.run(
            tenant.kubeconfig(folder),
            "explain",
            "--rootbridge-namespace=live-loop",
            "explained/web-1");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains(
            "ok       domains: explained may trust x.example, y.example\n",
            "ok       x.example: its CA may vouch for it alone: O=X");
    assertThat(run.err())
        .contains("warning: this mesh's own roots aren't known: the API server of context b");
  }

  @Test
  void aCallWithinOneMeshFailsAtItsFirstLayer() {
    // One cluster stands for both: their trust domains are the same.
    LiveCommand run = run("web-1", "-n", "explained", "--to", "pod/web-2");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "fails first at trust domains: both meshes are local.example: they can't be told"
                + " apart");
  }

  private static LiveCommand run(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "explain";
    all[1] = "--rootbridge-namespace=live-loop";
    System.arraycopy(words, 0, all, 2, words.length);
    return LiveCommand.run(cluster.adminKubeconfig(), all);
  }
}
