package dev.rootbridge.sync;

import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a cluster trusts at one moment, in what changes are told by.
 *
 * @param own this cluster's own roots
 * @param domains by the resource's uid
 */
record TrustState(Own own, Map<String, Domain> domains) {

  TrustState {
    domains = Map.copyOf(domains);
  }

  /** This cluster's own side. */
  record Own(TrustDomain trustDomain, Map<Fingerprint, Root> roots) {
    Own {
      roots = Map.copyOf(roots);
    }
  }

  /**
   * A federated trust domain.
   *
   * @param constraint empty where it isn't known how it was before
   * @param conditions the latest plan's; empty where these aren't known
   */
  record Domain(
      FederatedTrust trust,
      Optional<Constraint> constraint,
      Map<Fingerprint, Root> roots,
      List<Condition> conditions) {
    Domain {
      roots = Map.copyOf(roots);
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * A root.
   *
   * @param publication empty where it isn't known
   */
  record Root(TrackedAnchor tracked, Optional<Publication> publication) {
    AnchorState state() {
      return tracked.state();
    }
  }

  static TrustState of(SyncPlan plan) {
    Map<String, Domain> domains = new LinkedHashMap<>();
    for (SyncPlan.Domain domain : plan.domains()) {
      Map<Fingerprint, Root> roots = new LinkedHashMap<>();
      domain
          .anchors()
          .forEach(
              anchor ->
                  roots.put(
                      anchor.tracked().anchor().fingerprint(),
                      new Root(anchor.tracked(), Optional.of(anchor.publication()))));
      domains.put(
          domain.trust().uid(),
          new Domain(
              domain.trust(),
              Optional.of(domain.trust().constraint()),
              roots,
              domain.conditions()));
    }
    return new TrustState(
        new Own(plan.home().local().trustDomain(), unpublished(plan.home().local().anchors())),
        domains);
  }

  /**
   * As it was recorded in the cluster before this replica started, so that what changed while none
   * ran is told too. Nothing is recorded of resources that are gone.
   */
  static TrustState recorded(World world) {
    Map<String, Domain> domains = new LinkedHashMap<>();
    for (World.Domain domain : world.domains()) {
      domains.put(
          domain.trust().uid(),
          new Domain(
              domain.trust(), Optional.empty(), unpublished(domain.before().anchors()), List.of()));
    }
    World.Local local = world.home().local();
    return new TrustState(
        new Own(local.trustDomain(), unpublished(local.before().anchors())), domains);
  }

  private static Map<Fingerprint, Root> unpublished(List<TrackedAnchor> anchors) {
    Map<Fingerprint, Root> roots = new LinkedHashMap<>();
    anchors.forEach(
        anchor -> roots.put(anchor.anchor().fingerprint(), new Root(anchor, Optional.empty())));
    return roots;
  }
}
