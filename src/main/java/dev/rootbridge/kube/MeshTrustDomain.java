package dev.rootbridge.kube;

import dev.rootbridge.mesh.LocalTrustDomain;
import dev.rootbridge.mesh.LocalTrustDomain.Source;
import dev.rootbridge.mesh.LocalTrustDomain.Unknown;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the cluster, once, what its mesh configs call the mesh. */
public final class MeshTrustDomain {

  private MeshTrustDomain() {}

  /** Of all mesh configs that are named; one that can't be read leaves it unknown. */
  public static LocalTrustDomain read(KubernetesClient client, MeshSettings settings) {
    List<Source> sources = new ArrayList<>();
    for (String name : settings.configMaps()) {
      String described = "ConfigMap " + settings.rootNamespace() + "/" + name;
      try {
        sources.add(source(described, find(client, settings.rootNamespace(), name)));
      } catch (KubernetesClientException e) {
        return new Unknown(described + " can't be read: " + WatchedObject.describe(e));
      }
    }
    return LocalTrustDomain.of(sources);
  }

  private static Optional<ConfigMap> find(KubernetesClient client, String namespace, String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
  }

  private static Source source(String described, Optional<ConfigMap> found) {
    return found
        .map(
            configMap ->
                new Source(
                    described + ", key " + HazardWatch.MESH_KEY,
                    Optional.of(
                        Optional.ofNullable(configMap.getData())
                            .map(data -> data.get(HazardWatch.MESH_KEY))
                            .orElse(""))))
        .orElseGet(() -> new Source(described, Optional.empty()));
  }
}
