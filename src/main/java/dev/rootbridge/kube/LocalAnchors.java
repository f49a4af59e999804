package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.LocalRoots;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * This cluster's own roots in a ConfigMap beside Rootbridge, so that a restart in the middle of a
 * local rotation keeps the root that is going: workloads with certificates under it still run.
 */
final class LocalAnchors implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LocalAnchors.class);

  private static final String CONFIG_MAP = "rootbridge-local";
  private static final String KEY = "anchors.json";
  private static final String SEQUENCE_KEY = "sequence";

  private final KubernetesClient client;
  private final Resource<ConfigMap> resource;
  private final String namespace;
  private final WatchedObject<ConfigMap> watched;
  private volatile LocalRoots written = LocalRoots.NONE;
  private volatile Parsed parsed = new Parsed(Map.of(), LocalRoots.NONE);

  /** What the ConfigMap held, and what that means. */
  private record Parsed(Map<String, String> data, LocalRoots roots) {}

  LocalAnchors(KubernetesClient client, String namespace, Runnable onChange) {
    this.client = client;
    this.namespace = namespace;
    this.resource = client.configMaps().inNamespace(namespace).withName(CONFIG_MAP);
    this.watched = new WatchedObject<>(resource, namespace, CONFIG_MAP, onChange);
  }

  /** Before it is known what was kept, nothing can be planned: a root that is going could go. */
  boolean hasSynced() {
    if (watched.state() == WatchedObject.State.LOST && !watched.wasSeen()) {
      LOG.warnf(
          "can't read ConfigMap %s/%s, and nothing is planned before: %s",
          namespace, CONFIG_MAP, watched.problem());
    }
    return watched.wasSeen();
  }

  /** What is kept; the watch may still show less than what was written here. */
  LocalRoots read() {
    LocalRoots seen =
        watched.object().map(ConfigMap::getData).map(this::parsed).orElse(LocalRoots.NONE);
    LocalRoots mine = written;
    return seen.sequence() > mine.sequence() || !mine.isPublished() ? seen : mine;
  }

  /** Strangers make it be read as often as they like. */
  private LocalRoots parsed(Map<String, String> data) {
    Parsed last = parsed;
    if (!last.data().equals(data)) {
      last = new Parsed(data, parse(data));
      parsed = last;
    }
    return last.roots();
  }

  private LocalRoots parse(Map<String, String> data) {
    String json = data.getOrDefault(KEY, "[]");
    Anchors[] anchors = client.getKubernetesSerialization().unmarshal(json, Anchors[].class);
    return new LocalRoots(
        Arrays.stream(Objects.requireNonNullElse(anchors, new Anchors[0]))
            .flatMap(StatusAnchors::read)
            .toList(),
        Long.parseLong(data.getOrDefault(SEQUENCE_KEY, "1")));
  }

  /**
   * Keeps them, if they are published and aren't kept already.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(LocalRoots roots) {
    boolean isKept = roots.equals(read()) && watched.object().isPresent();
    if (!roots.isPublished() || isKept) {
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
                    .asJson(roots.anchors().stream().map(StatusAnchors::of).toList()))
            .addToData(SEQUENCE_KEY, Long.toString(roots.sequence()))
            .build());
    written = roots;
  }

  @Override
  public void close() {
    watched.close();
  }
}
