package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.api.model.Namespace;
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
import java.util.stream.Collectors;

/** Looks at the cluster through informers, and puts together the world that a plan is made from. */
final class WorldReader implements AutoCloseable {

  private final KubernetesClient client;
  private final SyncSettings settings;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<FederatedTrustDomain> domains;
  private final TargetConfigMaps targets;
  private final LocalAnchors localAnchors;
  private final Sources sources;
  private final TrustSource localSource;

  /** A resource whose spec can't be read, and why. */
  record Invalid(FederatedTrustDomain resource, String problem) {}

  /** The world, with the resources that it was read from. */
  record Sighting(
      World world, Map<String, FederatedTrustDomain> resources, List<Invalid> invalid) {}

  /**
   * What this replica knows that isn't in the cluster, or not yet.
   *
   * @param led the last plan, if this replica has been the one that writes ever since: its anchors
   *     are newer than what the caches may hold. Whoever doesn't write starts from the cluster,
   *     each time
   * @param unneeded since when targets have been needed by nobody
   * @param failures why the last write of a target failed
   */
  record Memory(
      Optional<SyncPlan> led, Map<TargetKey, Instant> unneeded, Map<TargetKey, String> failures) {}

  WorldReader(
      KubernetesClient client,
      SyncSettings settings,
      TargetConfigMaps targets,
      LocalAnchors localAnchors,
      Runnable onChange) {
    this.client = client;
    this.settings = settings;
    this.targets = targets;
    this.localAnchors = localAnchors;
    this.namespaces = Informers.start(client.namespaces(), "Namespaces", onChange);
    this.domains =
        Informers.start(
            client.resources(FederatedTrustDomain.class), "FederatedTrustDomains", onChange);
    this.sources = new Sources(client, onChange);
    this.localSource = sources.openSource(settings.localRoot());
  }

  /** Before all caches are filled, what isn't in them says nothing. */
  boolean hasSynced() {
    return namespaces.hasSynced()
        && domains.hasSynced()
        && targets.hasSynced()
        && localAnchors.hasSynced();
  }

  /**
   * Whether the caches hold what earlier writers left behind, as the API server has it at this very
   * moment.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if it can't be asked
   */
  boolean isCurrent() {
    return localAnchors.isCurrent()
        && versions(client.resources(FederatedTrustDomain.class).list().getItems())
            .equals(versions(domains.getStore().list()));
  }

  private static Map<String, String> versions(List<FederatedTrustDomain> resources) {
    return resources.stream()
        .collect(
            Collectors.toMap(
                resource -> resource.getMetadata().getUid(),
                resource -> resource.getMetadata().getResourceVersion()));
  }

  Sighting look(Memory memory, Instant now) {
    Optional<SyncPlan> latest = memory.led();
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
    Map<String, Map<String, World.ExistingTarget>> existing = targets.byNamespace();
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
            namespaces.getStore().list().stream()
                .map(namespace -> namespace(namespace, existing))
                .sorted(Comparator.comparing(World.Namespace::name))
                .toList(),
            memory.failures(),
            memory.unneeded());
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

  private static List<TrackedAnchor> before(
      Optional<SyncPlan> latest, FederatedTrust trust, FederatedTrustDomain resource) {
    return latest.stream()
        .flatMap(plan -> plan.domains().stream())
        .filter(domain -> domain.trust().uid().equals(trust.uid()))
        .findFirst()
        .map(SyncPlan.Domain::tracked)
        .orElseGet(() -> StatusAnchors.read(resource));
  }

  private static World.Namespace namespace(
      Namespace namespace, Map<String, Map<String, World.ExistingTarget>> existing) {
    String name = namespace.getMetadata().getName();
    return new World.Namespace(
        name,
        Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()),
        namespace.getMetadata().getDeletionTimestamp() == null
            ? World.Phase.ACTIVE
            : World.Phase.TERMINATING,
        existing.getOrDefault(name, Map.of()),
        Set.of(),
        List.of());
  }

  @Override
  public void close() {
    localSource.close();
    sources.close();
    domains.stop();
    namespaces.stop();
  }
}
