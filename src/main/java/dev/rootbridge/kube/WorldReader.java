package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.IstiodReading;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.MeshFacts;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.RotationPolicy;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the cluster through informers, and puts together the world that a plan is made from. */
final class WorldReader implements AutoCloseable {

  private final KubernetesClient client;
  private final SyncSettings settings;
  private final RenewedInformer<FederatedTrustDomain> domains;
  private final ServedCluster home;
  private final RemoteClusters remotes;
  private final Optional<RemoteSecretDiscovery> discovery;
  private final LocalAnchors localAnchors;
  private final Sources sources;
  private final TrustSource localSource;
  private final Optional<IstiodWatch> istiod;
  private final HazardWatch hazards;
  private final Optional<MeshWatch> mesh;

  /** A resource whose spec can't be read, and why. */
  record Invalid(FederatedTrustDomain resource, String problem) {}

  /** The world, with the resources that it was read from. */
  record Sighting(
      World world,
      Map<String, FederatedTrustDomain> resources,
      List<Invalid> invalid,
      Optional<MeshFacts> mesh) {

    SourceReading reading(FederatedTrust trust) {
      return world.domains().stream()
          .filter(domain -> domain.trust().equals(trust))
          .findFirst()
          .orElseThrow()
          .reading();
    }
  }

  /**
   * What this replica knows that isn't in the cluster, or not yet.
   *
   * @param led the last plan, if this replica has been the one that writes ever since: its anchors
   *     are newer than what the caches may hold. Whoever doesn't write starts from the cluster,
   *     each time
   * @param last the last plan, and with it since when targets have been needed by nobody
   * @param isLeading whether this replica is the one that writes
   * @param failures why the last write of a target of this cluster failed
   * @param unrecorded by the uid of its resource, why the last write of a domain's status failed
   */
  record Memory(
      Optional<SyncPlan> led,
      Optional<SyncPlan> last,
      boolean isLeading,
      Map<TargetKey, String> failures,
      Map<String, String> unrecorded) {}

  WorldReader(
      KubernetesClient client,
      OutboundNetwork network,
      SyncSettings settings,
      RemoteClusters remotes,
      LocalAnchors localAnchors,
      Clock clock,
      Runnable onChange) {
    this.client = client;
    this.settings = settings;
    this.remotes = remotes;
    this.localAnchors = localAnchors;
    this.home = new ServedCluster(client, Room.unlimited(), onChange);
    this.discovery =
        settings
            .remotes()
            .discoverIn()
            .map(namespace -> new RemoteSecretDiscovery(client, namespace, onChange));
    this.domains =
        Informers.follow(
            client.resources(FederatedTrustDomain.class), "FederatedTrustDomains", onChange);
    this.sources = new Sources(client, settings.sourceLimits(), network, clock, onChange);
    this.localSource = sources.openSource(settings.localRoot());
    this.hazards = new HazardWatch(client, settings.mesh(), onChange);
    this.mesh =
        settings
            .mesh()
            .publication()
            .map(
                publication ->
                    new MeshWatch(client, settings.mesh().rootNamespace(), publication, onChange));
    this.istiod = settings.istiod().map(address -> new IstiodWatch(address, onChange));
  }

  /** Before all caches are filled, what isn't in them says nothing. */
  boolean hasSynced() {
    return home.hasSynced()
        && domains.wasSeen()
        && localAnchors.hasSynced()
        && hazards.hasSynced()
        && mesh.map(MeshWatch::hasSynced).orElse(true)
        && remotes.areSettled();
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
            .equals(versions(domains.objects()));
  }

  private static Map<String, String> versions(List<FederatedTrustDomain> resources) {
    return resources.stream()
        .collect(
            Collectors.toMap(
                resource -> resource.getMetadata().getUid(),
                resource -> resource.getMetadata().getResourceVersion()));
  }

  Sighting look(Memory memory, Instant now) {
    DomainRecords records = new DomainRecords(memory.led(), memory.unrecorded());
    Map<String, FederatedTrustDomain> resources = new HashMap<>();
    List<FederatedTrust> trusts = new ArrayList<>();
    List<Invalid> invalid = new ArrayList<>();
    for (FederatedTrustDomain resource : domains.objects()) {
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
        KnownBundles.of(
            trusts, trust -> records.before(trust, resources.get(trust.name())).anchors()),
        trust -> EndpointSequence.read(resources.get(trust.name()), trust.source()));
    KeptRoots kept = localAnchors.read();
    if (memory.led().isPresent()) {
      kept = kept.after(memory.led().get());
    }
    KeptRoots roots = kept;
    World world =
        new World(
            home.look(
                local(
                    settings.localRoot().describe(),
                    localSource.reading(),
                    roots.home(),
                    istiod.map(IstiodWatch::reading).orElseGet(IstiodReading.NotAsked::new)),
                memory.failures(),
                memory.last().map(plan -> plan.home().unneeded()).orElse(Map.of())),
            remotes.look(
                (remote, reading) ->
                    local(
                        remote.rootDescribed(),
                        reading,
                        roots.ofRemote(remote.name()),
                        // Its pods' certificates come from the primary's istiod.
                        new IstiodReading.NotAsked()),
                memory.last(),
                memory.isLeading(),
                now),
            trusts.stream()
                .map(trust -> domain(trust, resources.get(trust.name()), records))
                .toList(),
            hazards.look(),
            discovery.map(RemoteSecretDiscovery::found),
            settings.targets(),
            now);
    return new Sighting(world, resources, invalid, mesh.map(watch -> watch.look(hazards)));
  }

  /** What made a pod, for events; empty where that isn't followed. */
  Optional<ObjectReference> reference(String namespace, PodOwner owner) {
    return home.reference(namespace, owner);
  }

  /** A remote cluster is in the same mesh, and so in the same trust domain. */
  private World.Local local(
      String source, SourceReading reading, LocalRoots before, IstiodReading istiod) {
    return new World.Local(
        settings.localTrustDomain(),
        source,
        reading,
        before,
        new RotationPolicy(
            settings.localOverlap(),
            Set.of(),
            Set.of(),
            RotationPolicy.Approval.AUTOMATIC,
            Set.of()),
        istiod);
  }

  private World.Domain domain(
      FederatedTrust trust, FederatedTrustDomain resource, DomainRecords records) {
    return new World.Domain(
        trust,
        sources.reading(trust),
        records.before(trust, resource),
        records.published(trust, resource),
        records.unrecorded(trust, resource));
  }

  @Override
  public void close() {
    istiod.ifPresent(IstiodWatch::close);
    mesh.ifPresent(MeshWatch::close);
    hazards.close();
    localSource.close();
    sources.close();
    discovery.ifPresent(RemoteSecretDiscovery::close);
    domains.close();
    home.close();
  }
}
