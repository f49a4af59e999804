package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code rootbridge doctor} on a real API server with a sync loop and what a test breaks. */
@OnRealClusters
class DoctorCommandIT {

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
    shop = LiveNamespace.optedIn(admin, "examined");
    shop.awaitBundle("rootbridge-trust", "x.example", "y.example");
    shop.create(LiveNamespace.ownedBy(shop.sidecar("web-1"), "ReplicaSet", "web-6d5f8c7b9"));
  }

  @AfterAll
  static void stop() {
    admin.configMaps().inNamespace("live-loop").withName("istio-ca-crl").delete();
    shop.pod("web-1").delete();
    shop.optOut();
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @Test
  void itWalksTheChainAndNamesWhatMendsIt() {
    await()
        .untilAsserted(
            () ->
                assertThat(run().out())
                    .contains("ok       API server: it answers, Kubernetes v1.")
                    .contains(
                        "ok       CRD: FederatedTrustDomains are served as"
                            + " rootbridge.dev/v1alpha1\n")
                    .contains("ok       Rootbridge: live-loop-0")
                    .contains("ok       trust domain: this mesh is local.example\n")
                    .contains("ok       revocation list: istiod hands out none\n")
                    .contains(
                        "warning  examined/Deployment web: has pods without the patch\n",
                        "to mend it: kubectl -n examined rollout restart deployment/web\n"));
  }

  @Test
  void whatBreaksFederationFails() {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("live-loop")
                .withName("istio-ca-crl")
                .endMetadata()
                .addToData("ca-crl.pem", "-----BEGIN X509 CRL-----")
                .build())
        .create();
    LiveCommand run = run("-o", "json");
    admin.configMaps().inNamespace("live-loop").withName("istio-ca-crl").delete();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    List<String> failed =
        StreamSupport.stream(run.json().spliterator(), false)
            .filter(entry -> entry.path("outcome").asText().equals("FAILED"))
            .map((JsonNode entry) -> entry.path("about").asText())
            .toList();
    assertThat(failed).contains("revocation list");
  }

  private static LiveCommand run(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "doctor";
    all[1] = "--rootbridge-namespace=live-loop";
    System.arraycopy(words, 0, all, 2, words.length);
    return LiveCommand.run(cluster.adminKubeconfig(), all);
  }
}
