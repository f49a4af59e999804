package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * This cluster's own roots in a ConfigMap beside Rootbridge, so that a restart in the middle of a
 * local rotation keeps the root that is going: workloads with certificates under it still run.
 */
final class LocalAnchors implements AutoCloseable {

  private static final String CONFIG_MAP = "rootbridge-local";
  private static final String KEY = "anchors.json";

  private final KubernetesClient client;
  private final Resource<ConfigMap> resource;
  private final String namespace;
  private final WatchedObject<ConfigMap> watched;
  private Optional<List<TrackedAnchor>> written = Optional.empty();

  LocalAnchors(KubernetesClient client, String namespace, Runnable onChange) {
    this.client = client;
    this.namespace = namespace;
    this.resource = client.configMaps().inNamespace(namespace).withName(CONFIG_MAP);
    this.watched = new WatchedObject<>(resource, namespace, CONFIG_MAP, onChange);
  }

  /** Before it is known what was kept, nothing can be planned. */
  boolean hasSynced() {
    return watched.state() != WatchedObject.State.STARTING;
  }

  List<TrackedAnchor> read() {
    return written.orElseGet(
        () ->
            watched
                .object()
                .map(ConfigMap::getData)
                .map(data -> data.get(KEY))
                .map(this::parse)
                .orElse(List.of()));
  }

  private List<TrackedAnchor> parse(String json) {
    Anchors[] anchors = client.getKubernetesSerialization().unmarshal(json, Anchors[].class);
    return Arrays.stream(Objects.requireNonNullElse(anchors, new Anchors[0]))
        .flatMap(StatusAnchors::read)
        .toList();
  }

  /**
   * Keeps them, if they aren't kept already.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(List<TrackedAnchor> anchors) {
    if (anchors.isEmpty() || anchors.equals(read())) {
      return;
    }
    resource.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
            .withForce(true)
            .build(),
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(CONFIG_MAP)
            .endMetadata()
            .addToData(
                KEY,
                client
                    .getKubernetesSerialization()
                    .asJson(anchors.stream().map(StatusAnchors::of).toList()))
            .build());
    written = Optional.of(anchors);
  }

  @Override
  public void close() {
    watched.close();
  }
}
