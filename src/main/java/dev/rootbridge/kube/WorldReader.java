package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.IstiodReading;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
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
  private final LocalAnchors localAnchors;
  private final Sources sources;
  private final TrustSource localSource;
  private final Optional<IstiodWatch> istiod;
  private final HazardWatch hazards;

  /** A resource whose spec can't be read, and why. */
  record Invalid(FederatedTrustDomain resource, String problem) {}

  /** The world, with the resources that it was read from. */
  record Sighting(World world, Map<String, FederatedTrustDomain> resources, List<Invalid> invalid) {

    SourceReading reading(FederatedTrust trust) {
      return world.domains().stream()
          .filter(domain -> domain.trust().equals(trust))
          .findFirst()
          .orElseThrow()
          .reading();
    }
  }

  WorldReader(
      KubernetesClient client,
      SyncSettings settings,
      TargetConfigMaps targets,
      LocalAnchors localAnchors,
      Clock clock,
      Runnable onChange) {
    this.settings = settings;
    this.targets = targets;
    this.localAnchors = localAnchors;
    this.namespaces = Informers.start(client.namespaces(), "Namespaces", onChange);
    this.domains =
        Informers.start(
            client.resources(FederatedTrustDomain.class), "FederatedTrustDomains", onChange);
    this.sources = new Sources(client, settings.sourceAddresses(), clock, onChange);
    this.localSource = sources.openSource(settings.localRoot());
    this.hazards = new HazardWatch(client, settings.mesh(), onChange);
    this.istiod = settings.istiod().map(address -> new IstiodWatch(address, onChange));
  }

  /** Before all caches are filled, what isn't in them says nothing. */
  boolean hasSynced() {
    return namespaces.hasSynced()
        && domains.hasSynced()
        && targets.hasSynced()
        && localAnchors.hasSynced()
        && hazards.hasSynced();
  }

  /**
   * @param latest the plan before, whose anchors are newer than what the caches may hold
   * @param failures by namespace
   */
  Sighting look(Optional<SyncPlan> latest, Map<String, String> failures, Instant now) {
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
    sources.follow(
        trusts,
        KnownBundles.of(trusts, trust -> before(latest, trust, resources.get(trust.name()))),
        trust -> EndpointSequence.read(resources.get(trust.name()), trust.source()));
    World world =
        new World(
            new World.Local(
                settings.localTrustDomain(),
                settings.localRoot().describe(),
                localSource.reading(),
                newer(latest.map(plan -> plan.local().roots()), localAnchors.read()),
                new RotationPolicy(
                    settings.localOverlap(),
                    Set.of(),
                    Set.of(),
                    RotationPolicy.Approval.AUTOMATIC,
                    Set.of()),
                istiod.map(IstiodWatch::reading).orElseGet(IstiodReading.NotAsked::new)),
            trusts.stream()
                .map(
                    trust ->
                        new World.Domain(
                            trust,
                            sources.reading(trust),
                            before(latest, trust, resources.get(trust.name()))))
                .toList(),
            namespaces.getStore().list().stream()
                .map(this::namespace)
                .sorted(Comparator.comparing(World.Namespace::name))
                .toList(),
            hazards.look(),
            failures,
            now);
    return new Sighting(world, resources, invalid);
  }

  /** Another replica may have published since; what was planned and not kept yet is newer. */
  private static LocalRoots newer(Optional<LocalRoots> planned, LocalRoots kept) {
    return planned.filter(roots -> roots.sequence() >= kept.sequence()).orElse(kept);
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

  private World.Namespace namespace(Namespace namespace) {
    String name = namespace.getMetadata().getName();
    return new World.Namespace(
        name,
        Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()),
        namespace.getMetadata().getDeletionTimestamp() == null
            ? World.Phase.ACTIVE
            : World.Phase.TERMINATING,
        targets.in(name));
  }

  @Override
  public void close() {
    istiod.ifPresent(IstiodWatch::close);
    hazards.close();
    localSource.close();
    sources.close();
    domains.stop();
    namespaces.stop();
  }
}
