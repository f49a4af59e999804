package dev.rootbridge.sync;

import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Conflict;
import dev.rootbridge.trust.FederatedBundle;
import dev.rootbridge.trust.Federation;
import dev.rootbridge.trust.LintContext;
import dev.rootbridge.trust.PublishedAnchor;
import dev.rootbridge.trust.RotationPlan;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers the one question of the sync loop: given the world, what must be written? A pure function
 * over the whole world, so that one change that touches many namespaces is one answer.
 */
public final class SyncPlanner {

  private SyncPlanner() {}

  /** Plans from {@code seen}; the same world always gives the same plan. */
  public static SyncPlan plan(World seen) {
    World world = LostRecords.marked(seen);
    DomainAcceptance acceptance =
        new DomainAcceptance(
            world.home().local().trustDomain(),
            world.domains().stream().map(World.Domain::trust).toList());
    HazardCheck hazards = new HazardCheck(world.hazards());
    Map<World.Domain, RotationPlan> rotations = new LinkedHashMap<>();
    for (World.Domain domain : world.domains()) {
      if (acceptance.of(domain.trust()).status() == Status.TRUE) {
        rotations.put(domain, rotate(domain, world.now()));
      }
    }
    LocalPlanner.Outcome own = LocalPlanner.plan(world.home().local(), world.now());
    ClusterPlan home = planCluster(world, world.home(), own.local(), rotations, hazards);
    List<SyncPlan.Remote> remotes = new ArrayList<>();
    for (World.Remote remote : world.remotes()) {
      remotes.add(planRemote(world, remote, own.local().anchors(), rotations, hazards));
    }

    List<SyncPlan.Domain> domains = new ArrayList<>();
    for (World.Domain domain : world.domains()) {
      Condition accepted = acceptance.of(domain.trust());
      domains.add(
          accepted.status() == Status.TRUE
              ? describe(
                  domain, accepted, rotations.get(domain), home, remotes, hazards, own.hold())
              : refused(domain, accepted));
    }
    return new SyncPlan(
        world.now(),
        domains,
        home.cluster(),
        remotes,
        world.discovered().map(secrets -> Discovery.of(secrets, world)));
  }

  private static SyncPlan.Remote planRemote(
      World world,
      World.Remote remote,
      List<TrackedAnchor> home,
      Map<World.Domain, RotationPlan> rotations,
      HazardCheck hazards) {
    if (remote.view() instanceof World.Remote.View.Unseen unseen) {
      return new SyncPlan.Remote(
          remote.name(), Optional.empty(), DomainConditions.unseen(unseen.why()));
    }
    World.Cluster cluster = ((World.Remote.View.Seen) remote.view()).cluster();
    SyncPlan.Local own =
        SharedRoots.of(
            LocalPlanner.plan(cluster.local(), world.now()).local(),
            home,
            cluster.local().source());
    return new SyncPlan.Remote(
        remote.name(),
        Optional.of(planCluster(world, cluster, own, rotations, hazards).cluster()),
        own.source());
  }

  /** What a cluster gets, and what that was made from. */
  private record ClusterPlan(SyncPlan.Cluster cluster, Optional<Federation> federation) {}

  private static ClusterPlan planCluster(
      World world,
      World.Cluster cluster,
      SyncPlan.Local own,
      Map<World.Domain, RotationPlan> rotations,
      HazardCheck hazards) {
    LocalRoots roots = own.roots();
    Optional<Federation> federation =
        roots.isPublished()
            ? Optional.of(
                Federation.compose(
                    new TrustBundle(own.trustDomain(), roots.trusted()),
                    bundles(rotations, hazards),
                    world.now()))
            : Optional.empty();
    TargetPlanner targets =
        new TargetPlanner(
            rotations.keySet().stream().map(World.Domain::trust).toList(),
            rotations.keySet().stream()
                .filter(SyncPlanner::isUnknown)
                .map(domain -> domain.trust().trustDomain())
                .collect(Collectors.toSet()),
            federation,
            cluster,
            world.policy(),
            world.now());
    return new ClusterPlan(targets.plan(own), federation);
  }

  private static Optional<List<Anchor>> anchorsOf(SourceReading reading) {
    return reading instanceof Read read ? Optional.of(read.anchors()) : Optional.empty();
  }

  private static RotationPlan rotate(World.Domain domain, Instant now) {
    return RotationPlan.plan(
        anchorsOf(domain.reading()),
        domain.before(),
        domain.trust().rotation(),
        LintContext.federated(domain.trust().trustDomain(), now));
  }

  private static boolean isUnknown(World.Domain domain) {
    return domain.before().anchors().isEmpty()
        && domain.reading() instanceof Failed failed
        // What is published is all that is left of a lost record.
        && (failed.failure() == Failure.NOT_YET_READ || domain.before().isLost());
  }

  private static List<Anchor> recorded(World.Domain domain, RotationPlan rotation) {
    return domain
        .unrecorded()
        .map(
            lack ->
                rotation.trusted().stream()
                    .filter(root -> lack.recorded().contains(root.fingerprint()))
                    .toList())
        .orElse(rotation.trusted());
  }

  private static List<FederatedBundle> bundles(
      Map<World.Domain, RotationPlan> rotations, HazardCheck hazards) {
    List<FederatedBundle> bundles = new ArrayList<>();
    rotations.forEach(
        (domain, rotation) -> {
          List<Anchor> roots = recorded(domain, rotation);
          boolean isRefused = hazards.refusal(domain.trust(), rotation.trusted()).isPresent();
          if (!roots.isEmpty() && !isRefused) {
            bundles.add(
                new FederatedBundle(
                    new TrustBundle(domain.trust().trustDomain(), roots),
                    domain.trust().constraint(),
                    domain.trust().rotation().pins(),
                    domain.published()));
          }
        });
    return bundles;
  }

  /** What is known of its anchors is kept, for the day it is accepted again. */
  private static SyncPlan.Domain refused(World.Domain domain, Condition accepted) {
    return new SyncPlan.Domain(
        domain.trust(),
        domain.before().anchors().stream()
            .map(tracked -> new AnchorStatus(tracked, Publication.NOT_PUBLISHED))
            .toList(),
        new SyncPlan.Counts(0, 0),
        List.of(accepted, DomainConditions.notPublished(accepted)));
  }

  private static SyncPlan.Domain describe(
      World.Domain domain,
      Condition accepted,
      RotationPlan rotation,
      ClusterPlan home,
      List<SyncPlan.Remote> remotes,
      HazardCheck hazards,
      Optional<Condition> hold) {
    FederatedTrust trust = domain.trust();
    Optional<Federation> federation = home.federation();
    List<PublishedAnchor> published =
        federation
            .map(found -> found.domains().getOrDefault(trust.trustDomain(), List.of()))
            .orElse(List.of());
    List<Conflict> conflicts =
        federation.map(Federation::conflicts).orElse(List.of()).stream()
            .filter(conflict -> conflict.trustDomain().equals(trust.trustDomain()))
            .toList();
    List<SyncPlan.Namespace> selected =
        Stream.concat(
                home.cluster().namespaces().stream(),
                remotes.stream().flatMap(SyncPlan.Remote::namespaces))
            .filter(namespace -> namespace.mayTrust().contains(trust.trustDomain()))
            .toList();
    int current =
        (int)
            selected.stream()
                .filter(namespace -> namespace.state() == SyncPlan.TargetState.CURRENT)
                .count();
    Condition publishedCondition =
        hold.or(() -> hazards.refusal(trust, rotation.trusted()))
            .or(() -> domain.unrecorded().map(DomainConditions::unrecorded))
            .or(() -> DomainConditions.leftOut(trust.trustDomain(), selected))
            .orElseGet(() -> DomainConditions.published(published.size(), conflicts, selected));
    return new SyncPlan.Domain(
        trust,
        rotation.anchors().stream()
            .map(tracked -> new AnchorStatus(tracked, publicationOf(tracked, published)))
            .toList(),
        new SyncPlan.Counts(selected.size(), current),
        List.of(
            accepted,
            rotation
                .notTaken()
                .map(DomainConditions::tooManyRoots)
                .orElseGet(
                    () ->
                        DomainConditions.source(
                            trust.source().describe(),
                            domain.reading(),
                            rotation.trusted().size())),
            hazards.constrained(trust, rotation.trusted()),
            publishedCondition,
            PodConditions.current(
                trust.trustDomain(),
                Stream.concat(
                        Stream.of(home.cluster().missed()),
                        remotes.stream().flatMap(remote -> remote.missed().stream()))
                    .toList())));
  }

  private static Publication publicationOf(TrackedAnchor tracked, List<PublishedAnchor> published) {
    return published.stream()
        .filter(anchor -> anchor.source().equals(tracked.anchor()))
        .findFirst()
        .map(
            anchor ->
                anchor.published().equals(anchor.source())
                    ? Publication.UNCONSTRAINED
                    : Publication.CONSTRAINED)
        .orElse(Publication.NOT_PUBLISHED);
  }
}
