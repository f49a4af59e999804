package dev.rootbridge.kube;

import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster whose pods get bundles, seen through informers: its namespaces, what runs in them, and
 * the ConfigMaps that are there.
 */
final class ServedCluster implements AutoCloseable {

  private final Facts<Namespace, Seen> namespaces;
  private final TargetConfigMaps targets;
  private final Workloads workloads;

  /** What a namespace says of itself. */
  private record Seen(String name, Map<String, String> labels, World.Phase phase) {
    static Seen of(Namespace namespace) {
      return new Seen(
          namespace.getMetadata().getName(),
          Map.copyOf(Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of())),
          namespace.getMetadata().getDeletionTimestamp() == null
              ? World.Phase.ACTIVE
              : World.Phase.TERMINATING);
    }
  }

  /**
   * @param room what may be kept of it in memory
   */
  ServedCluster(KubernetesClient client, Room room, Runnable onChange) {
    this.namespaces =
        Facts.follow(
            client.namespaces(),
            "Namespaces",
            Namespace::new,
            namespace -> Optional.of(Seen.of(namespace)),
            room,
            onChange);
    this.targets = new TargetConfigMaps(client, room, onChange);
    this.workloads = new Workloads(client, room, onChange);
  }

  /** Before all caches are filled, what isn't in them says nothing. */
  boolean hasSynced() {
    return namespaces.hasSynced() && targets.hasSynced() && workloads.hasSynced();
  }

  /**
   * What is there now.
   *
   * @param local the cluster's own roots
   * @param failures why the last write of a target failed
   * @param unneeded since when targets have been needed by nobody
   */
  World.Cluster look(
      World.Local local, Map<TargetKey, String> failures, Map<TargetKey, Instant> unneeded) {
    return new World.Cluster(local, namespaces(), workloads.podsUnknown(), failures, unneeded);
  }

  /** What made a pod, for events; empty where that isn't followed. */
  Optional<ObjectReference> reference(String namespace, PodOwner owner) {
    return workloads.reference(namespace, owner);
  }

  private List<World.Namespace> namespaces() {
    Map<String, Map<String, World.ExistingTarget>> existing = targets.byNamespace();
    Map<String, Set<String>> wishes = workloads.wishes();
    Map<String, List<World.Pod>> pods = workloads.pods();
    List<World.Namespace> found = new ArrayList<>();
    for (Seen namespace : namespaces.all()) {
      String name = namespace.name();
      found.add(
          new World.Namespace(
              name,
              namespace.labels(),
              namespace.phase(),
              existing.getOrDefault(name, Map.of()),
              wishes.getOrDefault(name, Set.of()),
              pods.getOrDefault(name, List.of())));
    }
    found.sort(Comparator.comparing(World.Namespace::name));
    return found;
  }

  @Override
  public void close() {
    workloads.close();
    targets.close();
    namespaces.close();
  }
}
