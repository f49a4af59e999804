package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The roots of this cluster and of the remote ones in a ConfigMap beside Rootbridge, so that a
 * restart in the middle of a local rotation keeps the root that is going: workloads with
 * certificates under it still run.
 */
final class LocalAnchors implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LocalAnchors.class);

  static final String CONFIG_MAP = "rootbridge-local";
  static final String KEY = "anchors.json";
  private static final String SEQUENCE_KEY = "sequence";

  private final KubernetesClient client;
  private final Resource<ConfigMap> resource;
  private final KubernetesClient writing;
  private final String namespace;
  private final WatchedObject<ConfigMap> watched;
  private volatile Optional<LastWrite<KeptRoots>> written = Optional.empty();
  private volatile Parsed parsed = new Parsed(Map.of(), KeptRoots.NONE);

  /** What the ConfigMap held, and what that means. */
  private record Parsed(Map<String, String> data, KeptRoots roots) {}

  LocalAnchors(
      KubernetesClient client, KubernetesClient writing, String namespace, Runnable onChange) {
    this.client = client;
    this.namespace = namespace;
    this.resource = client.configMaps().inNamespace(namespace).withName(CONFIG_MAP);
    this.writing = writing;
    this.watched = new WatchedObject<>(resource, namespace, CONFIG_MAP, onChange);
  }

  /** Before it is known what was kept, nothing can be planned: a root that is going could go. */
  boolean hasSynced() {
    if (watched.state() == RenewedInformer.State.LOST && !watched.wasSeen()) {
      LOG.warnf(
          "can't read ConfigMap %s/%s, and nothing is planned before: %s",
          namespace, CONFIG_MAP, watched.problem());
    }
    return watched.wasSeen();
  }

  /** Whether what is in memory is what the API server has, at this very moment. */
  boolean isCurrent() {
    return version(Optional.ofNullable(resource.get())).equals(version(watched.object()));
  }

  private static Optional<String> version(Optional<ConfigMap> configMap) {
    return configMap.map(found -> found.getMetadata().getResourceVersion());
  }

  /** What is kept; the watch may still show less than what was written here. */
  KeptRoots read() {
    Optional<ConfigMap> kept = watched.object();
    return written
        .filter(ours -> ours.isAheadOf(version(kept)))
        .map(LastWrite::value)
        .orElseGet(() -> parsed(kept));
  }

  /** Strangers make it be read as often as they like. */
  private KeptRoots parsed(Optional<ConfigMap> kept) {
    Map<String, String> data =
        kept.map(found -> Objects.requireNonNullElse(found.getData(), Map.<String, String>of()))
            .orElse(Map.of());
    Parsed last = parsed;
    if (!last.data().equals(data)) {
      last = new Parsed(data, parse(data));
      parsed = last;
    }
    return last.roots();
  }

  private KeptRoots parse(Map<String, String> data) {
    LocalRoots home =
        data.containsKey(KEY)
            ? new LocalRoots(
                anchors(data.get(KEY)), Long.parseLong(data.getOrDefault(SEQUENCE_KEY, "1")))
            : LocalRoots.NONE;
    TreeMap<String, List<TrackedAnchor>> remotes = new TreeMap<>();
    data.forEach(
        (key, json) -> {
          if (KeptRoots.isOfRemote(key)) {
            remotes.put(key, anchors(json));
          }
        });
    return new KeptRoots(home, remotes);
  }

  private List<TrackedAnchor> anchors(String json) {
    Anchors[] anchors = client.getKubernetesSerialization().unmarshal(json, Anchors[].class);
    RotationHistory kept =
        StatusAnchors.read(List.of(Objects.requireNonNullElse(anchors, new Anchors[0])));
    if (kept.extent() == RotationHistory.Extent.IN_PART) {
      LOG.warnf(
          "ConfigMap %s/%s holds local roots that can't be read; a root that is going and is among"
              + " them is no longer published",
          namespace, CONFIG_MAP);
    }
    return kept.anchors();
  }

  /** Forgets what was written, since another replica may have written over it. */
  void forget() {
    written = Optional.empty();
  }

  /**
   * Keeps what a plan knows of them, once this cluster's are published, if it isn't kept already.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses; with
   *     409 if what is kept is no longer what was seen
   */
  void write(SyncPlan plan) {
    Optional<String> seen = version(watched.object());
    // Once it was seen it is behind: what is gone afterwards was deleted.
    Optional<LastWrite<KeptRoots>> last = written.filter(ours -> ours.isAheadOf(seen));
    written = last;
    KeptRoots before = last.map(LastWrite::value).orElseGet(() -> parsed(watched.object()));
    KeptRoots after = before.after(plan);
    if (!after.home().isPublished() || after.equals(before)) {
      return;
    }
    Optional<String> over = last.map(LastWrite::version).or(() -> seen);
    ConfigMap now =
        over.map(version -> change(version, before, after)).orElseGet(() -> make(after));
    written = Optional.of(LastWrite.of(last, seen, now.getMetadata().getResourceVersion(), after));
  }

  /** A create and a patch, not an apply: that would make anew what was deleted meanwhile. */
  private ConfigMap make(KeptRoots roots) {
    return writing
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CONFIG_MAP)
                .endMetadata()
                .withData(data(roots))
                .build())
        .create();
  }

  private ConfigMap change(String version, KeptRoots before, KeptRoots after) {
    Map<String, Object> data = new HashMap<>();
    before.remotes().keySet().forEach(key -> data.put(key, null));
    data.putAll(data(after));
    return writing
        .configMaps()
        .inNamespace(namespace)
        .withName(CONFIG_MAP)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of("metadata", Map.of("resourceVersion", version), "data", data)));
  }

  private Map<String, String> data(KeptRoots roots) {
    Map<String, String> data = new HashMap<>();
    data.put(KEY, json(roots.home().anchors()));
    data.put(SEQUENCE_KEY, Long.toString(roots.home().sequence()));
    roots.remotes().forEach((key, anchors) -> data.put(key, json(anchors)));
    return data;
  }

  private String json(List<TrackedAnchor> anchors) {
    return client
        .getKubernetesSerialization()
        .asJson(anchors.stream().map(StatusAnchors::of).toList());
  }

  @Override
  public void close() {
    watched.close();
  }
}
