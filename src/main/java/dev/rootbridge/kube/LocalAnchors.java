package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.sync.SyncPlan;
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
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The roots of this cluster and of the remote ones in a ConfigMap beside Rootbridge, so that a
 * restart in the middle of a local rotation keeps the root that is going: workloads with
 * certificates under it still run.
 */
final class LocalAnchors implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LocalAnchors.class);

  static final String CONFIG_MAP = "rootbridge-local";

  private final KeptRootsReader contents;
  private final Resource<ConfigMap> resource;
  private final KubernetesClient writing;
  private final String namespace;
  private final WatchedObject<ConfigMap> watched;
  private volatile Optional<LastWrite<KeptRoots>> written = Optional.empty();
  private volatile Optional<Parsed> parsed = Optional.empty();

  /**
   * What the ConfigMap held, and what that means.
   *
   * @param roots those of the last time that they could be read; empty before
   * @param isReadable whether they are what it held now
   */
  private record Parsed(Map<String, String> data, Optional<KeptRoots> roots, boolean isReadable) {}

  LocalAnchors(
      KubernetesClient client, KubernetesClient writing, String namespace, Runnable onChange) {
    this.contents = new KeptRootsReader(client.getKubernetesSerialization());
    this.namespace = namespace;
    this.resource = client.configMaps().inNamespace(namespace).withName(CONFIG_MAP);
    this.writing = writing;
    this.watched = new WatchedObject<>(resource, namespace, CONFIG_MAP, onChange);
  }

  /** Before it is known what was kept, nothing can be planned: a root that is going could go. */
  boolean hasSynced() {
    if (watched.state() == RenewedInformer.State.LOST && !watched.wasSeen()) {
      about("Unreadable")
          .log(
              () ->
                  LOG.warnf(
                      "can't read ConfigMap %s/%s, and nothing is planned before: %s",
                      namespace, CONFIG_MAP, watched.problem()));
    }
    return watched.wasSeen() && parsed(watched.object()).roots().isPresent();
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
        .orElseGet(() -> kept(kept));
  }

  private KeptRoots kept(Optional<ConfigMap> kept) {
    return parsed(kept).roots().orElse(KeptRoots.NONE);
  }

  /** Strangers make it be read as often as they like. */
  private synchronized Parsed parsed(Optional<ConfigMap> kept) {
    Map<String, String> data = data(kept);
    Parsed now = parsed.filter(last -> last.data().equals(data)).orElseGet(() -> parse(data));
    parsed = Optional.of(now);
    return now;
  }

  private static Map<String, String> data(Optional<ConfigMap> configMap) {
    return configMap.flatMap(found -> Optional.ofNullable(found.getData())).orElse(Map.of());
  }

  private Parsed parse(Map<String, String> data) {
    KeptRootsReader.Outcome read = contents.read(data);
    if (read instanceof KeptRootsReader.Outcome.Kept kept) {
      return new Parsed(data, Optional.of(kept.roots()), true);
    }
    Optional<KeptRoots> last = parsed.flatMap(Parsed::roots);
    about("Malformed")
        .log(
            () ->
                LOG.errorf(
                    "ConfigMap %s/%s: %s. %s",
                    namespace,
                    CONFIG_MAP,
                    ((KeptRootsReader.Outcome.Unreadable) read).problem(),
                    last.isPresent()
                        ? "What it held before counts, and is written again"
                        : "Nothing is planned before it is mended: put back what it held or, if no"
                            + " root of this cluster is being rotated, delete it"));
    return new Parsed(data, last, false);
  }

  private About about(String reason) {
    return About.the(Field.NAMESPACE, namespace)
        .and(Field.NAME, CONFIG_MAP)
        .and(Field.REASON, reason);
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
    KeptRoots before = last.map(LastWrite::value).orElseGet(() -> kept(watched.object()));
    KeptRoots after = before.after(plan);
    boolean isThere = last.isPresent() || parsed(watched.object()).isReadable();
    if (!after.home().isPublished() || (isThere && after.equals(before))) {
      return;
    }
    Optional<String> over = last.map(LastWrite::version).or(() -> seen);
    ConfigMap now =
        over.map(version -> change(version, before, after)).orElseGet(() -> make(after));
    written = Optional.of(LastWrite.of(last, seen, now.getMetadata().getResourceVersion(), after));
  }

  /** Whether all roots that a plan publishes as local ones are kept already. */
  boolean hold(SyncPlan plan) {
    KeptRoots kept = read();
    return kept.home().trusted().containsAll(plan.home().local().roots().trusted())
        && plan.remotes().stream()
            .allMatch(
                remote ->
                    kept.ofRemote(remote.name())
                        .trusted()
                        .containsAll(
                            remote
                                .cluster()
                                .map(cluster -> cluster.local().roots().trusted())
                                .orElse(List.of())));
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
                .withData(contents.write(roots))
                .build())
        .create();
  }

  private ConfigMap change(String version, KeptRoots before, KeptRoots after) {
    Map<String, Object> data = new HashMap<>();
    before.remotes().keySet().forEach(key -> data.put(key, null));
    // What can't be read would stay so.
    data(watched.object()).keySet().stream()
        .filter(KeptRoots::isOfRemote)
        .forEach(key -> data.put(key, null));
    data.putAll(contents.write(after));
    return writing
        .configMaps()
        .inNamespace(namespace)
        .withName(CONFIG_MAP)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of("metadata", Map.of("resourceVersion", version), "data", data)));
  }

  @Override
  public void close() {
    watched.close();
  }
}
