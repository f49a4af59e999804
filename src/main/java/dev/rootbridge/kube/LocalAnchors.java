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
  private final Resource<ConfigMap> writing;
  private final String namespace;
  private final WatchedObject<ConfigMap> watched;
  private Optional<LastWrite<List<TrackedAnchor>>> written = Optional.empty();

  LocalAnchors(
      KubernetesClient client, KubernetesClient writing, String namespace, Runnable onChange) {
    this.client = client;
    this.namespace = namespace;
    this.resource = client.configMaps().inNamespace(namespace).withName(CONFIG_MAP);
    this.writing = writing.configMaps().inNamespace(namespace).withName(CONFIG_MAP);
    this.watched = new WatchedObject<>(resource, namespace, CONFIG_MAP, onChange);
  }

  /** Before it is known what was kept, nothing can be planned. */
  boolean hasSynced() {
    return watched.state() != WatchedObject.State.STARTING;
  }

  /** Whether what is in memory is what the API server has, at this very moment. */
  boolean isCurrent() {
    return version(Optional.ofNullable(resource.get())).equals(version(watched.object()));
  }

  private static Optional<String> version(Optional<ConfigMap> configMap) {
    return configMap.map(found -> found.getMetadata().getResourceVersion());
  }

  List<TrackedAnchor> read() {
    return read(watched.object());
  }

  private List<TrackedAnchor> read(Optional<ConfigMap> kept) {
    return kept.map(ConfigMap::getData)
        .map(data -> data.get(KEY))
        .map(this::parse)
        .orElse(List.of());
  }

  private List<TrackedAnchor> parse(String json) {
    Anchors[] anchors = client.getKubernetesSerialization().unmarshal(json, Anchors[].class);
    return Arrays.stream(Objects.requireNonNullElse(anchors, new Anchors[0]))
        .flatMap(StatusAnchors::read)
        .toList();
  }

  /** Forgets what was written, since another replica may have written over it. */
  void forget() {
    written = Optional.empty();
  }

  /**
   * Keeps them, if they aren't kept already.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses; with
   *     409 if what is kept is no longer what was seen
   */
  void write(List<TrackedAnchor> anchors) {
    Optional<ConfigMap> kept = watched.object();
    Optional<String> seen = version(kept);
    Optional<LastWrite<List<TrackedAnchor>>> last = written.filter(ours -> ours.isAheadOf(seen));
    if (anchors.isEmpty()
        || anchors.equals(last.map(LastWrite::value).orElseGet(() -> read(kept)))) {
      return;
    }
    ConfigMap now =
        writing.patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
                .withForce(true)
                .build(),
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CONFIG_MAP)
                .withResourceVersion(last.map(LastWrite::version).or(() -> seen).orElse(null))
                .endMetadata()
                .addToData(
                    KEY,
                    client
                        .getKubernetesSerialization()
                        .asJson(anchors.stream().map(StatusAnchors::of).toList()))
                .build());
    written =
        Optional.of(LastWrite.of(last, seen, now.getMetadata().getResourceVersion(), anchors));
  }

  @Override
  public void close() {
    watched.close();
  }
}
