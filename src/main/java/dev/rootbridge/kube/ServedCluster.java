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

  private final RenewedInformer<Namespace> namespaces;
  private final TargetConfigMaps targets;
  private final Workloads workloads;

  ServedCluster(KubernetesClient client, Runnable onChange) {
    this.namespaces = Informers.follow(client.namespaces(), "Namespaces", onChange);
    this.targets = new TargetConfigMaps(client, onChange);
    this.workloads = new Workloads(client, onChange);
  }

  /** Before all caches are filled, what isn't in them says nothing. */
  boolean hasSynced() {
    return namespaces.wasSeen() && targets.hasSynced() && workloads.hasSynced();
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
    for (Namespace namespace : namespaces.objects()) {
      String name = namespace.getMetadata().getName();
      found.add(
          namespace(
              namespace,
              existing.getOrDefault(name, Map.of()),
              wishes.getOrDefault(name, Set.of()),
              pods.getOrDefault(name, List.of())));
    }
    found.sort(Comparator.comparing(World.Namespace::name));
    return found;
  }

  private static World.Namespace namespace(
      Namespace namespace,
      Map<String, World.ExistingTarget> targets,
      Set<String> wishes,
      List<World.Pod> pods) {
    return new World.Namespace(
        namespace.getMetadata().getName(),
        Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()),
        namespace.getMetadata().getDeletionTimestamp() == null
            ? World.Phase.ACTIVE
            : World.Phase.TERMINATING,
        targets,
        wishes,
        pods);
  }

  @Override
  public void close() {
    workloads.close();
    targets.close();
    namespaces.close();
  }
}
