package dev.rootbridge.kube;

import dev.rootbridge.sync.DiscoveredSecret;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lists the Secrets that Istio enrols remote clusters by, so that an admin sees what could be
 * federated. None is trusted by being there, and none is read: it asks for metadata alone.
 */
final class RemoteSecretDiscovery implements AutoCloseable {

  /** {@code pkg/multicluster/secretcontroller.go} of Istio. */
  private static final String LABEL = "istio/multiCluster";

  private static final String CLUSTER = "networking.istio.io/cluster";

  private final KubernetesClient client;
  private final Facts<GenericKubernetesResource, DiscoveredSecret> secrets;

  RemoteSecretDiscovery(KubernetesClient home, String namespace, Runnable onChange) {
    this.client = MetadataOnly.of(home);
    this.secrets =
        Facts.follow(
            client
                .genericKubernetesResources("v1", "Secret")
                .inNamespace(namespace)
                .withLabel(LABEL, "true"),
            "metadata of remote Secrets",
            GenericKubernetesResource::new,
            RemoteSecretDiscovery::found,
            Room.unlimited(),
            onChange);
  }

  /** In no order. */
  List<DiscoveredSecret> found() {
    return secrets.byNamespace().values().stream().flatMap(List::stream).toList();
  }

  private static Optional<DiscoveredSecret> found(GenericKubernetesResource secret) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of());
    return Optional.of(
        new DiscoveredSecret(
            secret.getMetadata().getNamespace(),
            secret.getMetadata().getName(),
            Optional.ofNullable(annotations.get(CLUSTER))));
  }

  @Override
  public void close() {
    secrets.close();
    client.close();
  }
}
