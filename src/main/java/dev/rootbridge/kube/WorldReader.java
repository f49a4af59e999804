package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Looks at the cluster through informers, and puts together the world that a plan is made from. */
final class WorldReader implements AutoCloseable {

  private final SyncSettings settings;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<FederatedTrustDomain> domains;
  private final TargetConfigMaps targets;
  private final Workloads workloads;
  private final LocalAnchors localAnchors;
  private final Sources sources;
  private final TrustSource localSource;

  /** A resource whose spec can't be read, and why. */
  record Invalid(FederatedTrustDomain resource, String problem) {}

  /** The world, with the resources that it was read from. */
  record Sighting(
      World world, Map<String, FederatedTrustDomain> resources, List<Invalid> invalid) {}

  WorldReader(
      KubernetesClient client,
      SyncSettings settings,
      TargetConfigMaps targets,
      LocalAnchors localAnchors,
      Runnable onChange) {
    this.settings = settings;
    this.targets = targets;
    this.localAnchors = localAnchors;
    this.namespaces = Informers.start(client.namespaces(), "Namespaces", onChange);
    this.domains =
        Informers.start(
            client.resources(FederatedTrustDomain.class), "FederatedTrustDomains", onChange);
    this.workloads = new Workloads(client, onChange);
    this.sources = new Sources(client, onChange);
    this.localSource = sources.openSource(settings.localRoot());
  }

  /** Before all caches are filled, what isn't in them says nothing. */
  boolean hasSynced() {
    return namespaces.hasSynced()
        && domains.hasSynced()
        && targets.hasSynced()
        && workloads.hasSynced()
        && localAnchors.hasSynced();
  }

  /**
   * @param latest the plan before, whose anchors are newer than what the caches may hold
   * @param failures why the last write of a target failed
   */
  Sighting look(Optional<SyncPlan> latest, Map<TargetKey, String> failures, Instant now) {
    Map<String, FederatedTrustDomain> resources = new HashMap<>();
    List<FederatedTrust> trusts = new ArrayList<>();
    List<Invalid> invalid = new ArrayList<>();
    for (FederatedTrustDomain resource : domains.getStore().list()) {
      try {
        trusts.add(FederatedTrustReader.read(resource));
        resources.put(resource.getMetadata().getName(), resource);
      } catch (IllegalArgumentException e) {
        invalid.add(new Invalid(resource, e.getMessage()));
      }
    }
    trusts.sort(Comparator.comparing(FederatedTrust::name));
    sources.follow(trusts);
    World.Cluster home =
        new World.Cluster(
            new World.Local(
                settings.localTrustDomain(),
                settings.localRoot().describe(),
                localSource.reading(),
                latest.map(plan -> plan.home().local().anchors()).orElseGet(localAnchors::read),
                new RotationPolicy(
                    settings.localOverlap(),
                    Set.of(),
                    Set.of(),
                    RotationPolicy.Approval.AUTOMATIC,
                    Set.of())),
            namespaces(),
            workloads.podsUnknown(),
            failures,
            latest.map(plan -> plan.home().unneeded()).orElse(Map.of()));
    World world =
        new World(
            home,
            List.of(),
            trusts.stream()
                .map(
                    trust ->
                        new World.Domain(
                            trust,
                            sources.reading(trust),
                            before(latest, trust, resources.get(trust.name()))))
                .toList(),
            settings.targets(),
            now);
    return new Sighting(world, resources, invalid);
  }

  /** What made a pod, for events; empty where that isn't followed. */
  Optional<ObjectReference> reference(String namespace, PodOwner owner) {
    return workloads.reference(namespace, owner);
  }

  private static List<TrackedAnchor> before(
      Optional<SyncPlan> latest, FederatedTrust trust, FederatedTrustDomain resource) {
    return latest.stream()
        .flatMap(plan -> plan.domains().stream())
        .filter(domain -> domain.trust().uid().equals(trust.uid()))
        .findFirst()
        .map(SyncPlan.Domain::tracked)
        .orElseGet(() -> StatusAnchors.read(resource));
  }

  private List<World.Namespace> namespaces() {
    Map<String, Map<String, World.ExistingTarget>> existing = targets.byNamespace();
    Map<String, Set<String>> wishes = workloads.wishes();
    Map<String, List<World.Pod>> pods = workloads.pods();
    List<World.Namespace> found = new ArrayList<>();
    for (Namespace namespace : namespaces.getStore().list()) {
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
    String name = namespace.getMetadata().getName();
    return new World.Namespace(
        name,
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
    localSource.close();
    sources.close();
    workloads.close();
    domains.stop();
    namespaces.stop();
  }
}
