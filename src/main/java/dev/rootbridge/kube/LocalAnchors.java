package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The roots of this cluster, and those of the remote ones that it serves, in a ConfigMap beside
 * Rootbridge, so that a restart in the middle of a local rotation keeps the root that is going:
 * workloads with certificates under it still run.
 */
final class LocalAnchors implements AutoCloseable {

  private static final String CONFIG_MAP = "rootbridge-local";
  private static final String KEY = "anchors.json";
  private static final String REMOTE_PREFIX = "remote.";
  private static final String REMOTE_SUFFIX = ".json";
  private static final Pattern REMOTE_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private final KubernetesClient client;
  private final Resource<ConfigMap> resource;
  private final Resource<ConfigMap> writing;
  private final String namespace;
  private final WatchedObject<ConfigMap> watched;
  private Optional<LastWrite<Kept>> written = Optional.empty();

  /**
   * What is kept.
   *
   * @param remotes by the key that a remote cluster has, see {@link #keyOf}
   */
  record Kept(List<TrackedAnchor> home, SortedMap<String, List<TrackedAnchor>> remotes) {
    Kept {
      home = List.copyOf(home);
      remotes = Collections.unmodifiableSortedMap(new TreeMap<>(remotes));
    }

    List<TrackedAnchor> ofRemote(String cluster) {
      return remotes.getOrDefault(keyOf(cluster), List.of());
    }

    /** This, with what a plan made of it. A cluster that isn't seen keeps what it has. */
    Kept after(SyncPlan plan) {
      TreeMap<String, List<TrackedAnchor>> all = new TreeMap<>();
      for (SyncPlan.Remote remote : plan.remotes()) {
        List<TrackedAnchor> anchors =
            remote
                .cluster()
                .map(cluster -> cluster.local().anchors())
                .orElseGet(() -> ofRemote(remote.name()));
        if (!anchors.isEmpty()) {
          all.put(keyOf(remote.name()), anchors);
        }
      }
      return new Kept(plan.home().local().anchors(), all);
    }
  }

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

  /** The key of a remote cluster, whose name may hold more than a key may. */
  private static String keyOf(String cluster) {
    String key = REMOTE_PREFIX + cluster + REMOTE_SUFFIX;
    return REMOTE_KEY.matcher(key).matches()
        ? key
        : REMOTE_PREFIX
            + Fingerprint.of(cluster.getBytes(StandardCharsets.UTF_8)).hex()
            + REMOTE_SUFFIX;
  }

  Kept read() {
    return read(watched.object());
  }

  private Kept read(Optional<ConfigMap> kept) {
    Map<String, String> data = kept.map(ConfigMap::getData).orElse(Map.of());
    TreeMap<String, List<TrackedAnchor>> remotes = new TreeMap<>();
    data.forEach(
        (key, json) -> {
          if (key.startsWith(REMOTE_PREFIX)) {
            remotes.put(key, parse(json));
          }
        });
    return new Kept(data.containsKey(KEY) ? parse(data.get(KEY)) : List.of(), remotes);
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
   * Keeps what a plan knows of them, if it isn't kept already.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses; with
   *     409 if what is kept is no longer what was seen
   */
  void write(SyncPlan plan) {
    Optional<ConfigMap> kept = watched.object();
    Optional<String> seen = version(kept);
    Optional<LastWrite<Kept>> last = written.filter(ours -> ours.isAheadOf(seen));
    Kept before = last.map(LastWrite::value).orElseGet(() -> read(kept));
    Kept after = before.after(plan);
    if (after.home().isEmpty() || after.equals(before)) {
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
                .addToData(KEY, json(after.home()))
                .addToData(
                    after.remotes().entrySet().stream()
                        .collect(
                            Collectors.toMap(Map.Entry::getKey, entry -> json(entry.getValue()))))
                .build());
    written = Optional.of(new LastWrite<>(seen, now.getMetadata().getResourceVersion(), after));
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
