package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.sync.DiscoveredSecret;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Remote Secrets are found by their metadata; the kubeconfigs in them never come along. */
@OnRealClusters
class RemoteSecretDiscoveryIT {

  private static final String NAMESPACE = "discovery";
  private static final Map<String, String> LABEL = Map.of("istio/multiCluster", "true");

  private final KubernetesClient admin;

  RemoteSecretDiscoveryIT(Clusters clusters) {
    ApiServer cluster = clusters.a();
    this.admin = cluster.admin();
  }

  @BeforeEach
  void createNamespace() {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
  }

  @AfterEach
  void empty() {
    admin.secrets().inNamespace(NAMESPACE).delete();
  }

  @Test
  void theyComeAndGo() {
    secret("remote-west", LABEL, Map.of("networking.istio.io/cluster", "west"));
    secret("cacerts", Map.of(), Map.of());
    try (RemoteSecretDiscovery discovery = new RemoteSecretDiscovery(admin, NAMESPACE, () -> {})) {
      await().until(() -> discovery.found().size() == 1);
      assertThat(discovery.found()).containsExactly(found("remote-west", "west"));

      secret("remote-east", LABEL, Map.of());
      await().until(() -> discovery.found().size() == 2);
      assertThat(discovery.found())
          .containsExactlyInAnyOrder(
              found("remote-west", "west"),
              new DiscoveredSecret(NAMESPACE, "remote-east", Optional.empty()));

      admin.secrets().inNamespace(NAMESPACE).withName("remote-west").delete();
      await().until(() -> discovery.found().size() == 1);
    }
  }

  @Test
  void neitherAListNorAWatchBringsWhatASecretHolds() throws InterruptedException {
    secret("remote-west", LABEL, Map.of());
    try (KubernetesClient metadata = MetadataOnly.of(admin)) {
      var secrets = metadata.genericKubernetesResources("v1", "Secret").inNamespace(NAMESPACE);
      GenericKubernetesResourceList list = secrets.list();
      BlockingQueue<GenericKubernetesResource> watched = new LinkedBlockingQueue<>();
      Watch watch =
          secrets
              .withResourceVersion(list.getMetadata().getResourceVersion())
              .watch(new Collecting(watched));
      try {
        secret("remote-east", LABEL, Map.of());
        await().until(() -> !watched.isEmpty());
      } finally {
        watch.close();
      }
      assertThat(list.getItems())
          .hasSize(1)
          .allSatisfy(RemoteSecretDiscoveryIT::assertIsMetadataOnly);
      assertThat(watched).allSatisfy(RemoteSecretDiscoveryIT::assertIsMetadataOnly);
    }
  }

  private static void assertIsMetadataOnly(GenericKubernetesResource resource) {
    assertThat(resource.getKind()).isEqualTo("PartialObjectMetadata");
    assertThat(resource.getMetadata().getName()).startsWith("remote-");
    assertThat(resource.getAdditionalProperties()).doesNotContainKeys("data", "type");
  }

  private record Collecting(BlockingQueue<GenericKubernetesResource> seen)
      implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      seen.add(resource);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new AssertionError(cause);
    }
  }

  private static DiscoveredSecret found(String name, String cluster) {
    return new DiscoveredSecret(NAMESPACE, name, Optional.of(cluster));
  }

  private void secret(String name, Map<String, String> labels, Map<String, String> annotations) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .addToStringData("west", "s3cret")
                .build())
        .create();
  }
}
