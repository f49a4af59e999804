package dev.rootbridge.kube;

import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.sync.MeshFacts;
import dev.rootbridge.sync.MeshFacts.Publication;
import dev.rootbridge.sync.MeshFacts.Published;
import dev.rootbridge.sync.TargetKey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Watches what is published for istiod, and istiod itself. */
final class MeshWatch implements AutoCloseable {

  private final Publication publication;
  private final WatchedObject<ConfigMap> published;
  private final MeshConfigText read = new MeshConfigText();
  private final IstiodDeployments istiod;

  MeshWatch(
      KubernetesClient client, String namespace, MeshPublication settings, Runnable onChange) {
    String name = settings.configMap();
    this.publication = new Publication(new TargetKey(namespace, name), settings.enabled());
    this.published =
        new WatchedObject<>(
            client.configMaps().inNamespace(namespace).withName(name), namespace, name, onChange);
    this.istiod = new IstiodDeployments(client, namespace, onChange);
  }

  boolean hasSynced() {
    return published.state() != RenewedInformer.State.STARTING && istiod.hasSynced();
  }

  MeshFacts look(HazardWatch configs) {
    return new MeshFacts(
        configs.domains(publication.target().name()),
        configs.unreadable(),
        // What was never seen could be someone else's.
        published.wasSeen() ? Optional.of(publication) : Optional.empty(),
        published.object().map(this::published),
        istiod.look());
  }

  private Published published(ConfigMap there) {
    String text =
        Objects.requireNonNullElse(there.getData(), Map.<String, String>of())
            .getOrDefault(HazardWatch.MESH_KEY, "");
    return new Published(
        TargetConfigMaps.existingTarget(there),
        read.read(text) instanceof MeshConfigOutcome.Parsed parsed
            ? Optional.of(parsed.domains())
            : Optional.empty());
  }

  @Override
  public void close() {
    published.close();
    istiod.close();
  }
}
