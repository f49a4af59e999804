package dev.rootbridge.sync;

import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.sync.MeshFacts.Publication;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds to a plan what istiod must be told so that its proxies let in whom the bundles make them
 * trust: which fragment of mesh config must be published, and whether it takes effect.
 */
public final class MeshPlanner {

  private MeshPlanner() {}

  /**
   * The plan with what concerns the mesh config; pure like the one it starts from.
   *
   * @param failures why the last writes failed
   */
  public static SyncPlan extend(SyncPlan plan, MeshFacts facts, Map<TargetKey, String> failures) {
    Optional<Publication> publication = facts.publication();
    if (publication.isEmpty()) {
      return plan;
    }
    TargetKey target = publication.get().target();
    TrustDomain local = plan.home().local().trustDomain();
    List<MeshRevision> revisions = MeshRevision.of(facts, target.name());
    MeshTrustDomains names = new MeshTrustDomains(local, revisions);
    MeshDelivery delivery =
        MeshDelivery.of(
            plan, publication.get(), facts.present(), Optional.ofNullable(failures.get(target)));
    MeshConditions conditions =
        new MeshConditions(
            names,
            revisions,
            facts.istiod(),
            delivery,
            new MeshRemarks(local, plan.federated(), revisions));
    MeshOutbound outbound = new MeshOutbound(revisions, facts.istiod(), delivery);
    return with(
        plan,
        names.differing().isPresent() ? Optional.empty() : delivery.action(),
        plan.domains().stream().map(domain -> with(domain, conditions, outbound)).toList());
  }

  private static SyncPlan with(
      SyncPlan plan, Optional<Action> action, List<SyncPlan.Domain> domains) {
    SyncPlan.Cluster home = plan.home();
    List<Action> actions = new ArrayList<>(home.actions());
    action.ifPresent(actions::add);
    return new SyncPlan(
        plan.madeAt(),
        domains,
        new SyncPlan.Cluster(
            home.local(), home.namespaces(), actions, home.missed(), home.unneeded()),
        plan.remotes(),
        plan.discovery());
  }

  private static SyncPlan.Domain with(
      SyncPlan.Domain domain, MeshConditions conditions, MeshOutbound outbound) {
    return new SyncPlan.Domain(
        domain.trust(),
        domain.anchors(),
        domain.namespaces(),
        isFederated(domain)
            ? Stream.concat(
                    domain.conditions().stream(),
                    Stream.of(conditions.accepted(domain), outbound.condition(domain.trust())))
                .toList()
            : domain.conditions());
  }

  private static boolean isFederated(SyncPlan.Domain domain) {
    return domain
        .condition(Condition.Type.ACCEPTED)
        .filter(condition -> condition.status() == Status.TRUE)
        .isPresent();
  }

  /**
   * Whether its identities are to be let in. By what is trusted and not by what its source says now
   * or how far the bundles are: acceptance must not flicker. A domain whose constraint is void
   * could bring in anybody.
   */
  static boolean isWanted(SyncPlan.Domain domain) {
    return isFederated(domain)
        && domain.anchors().stream().anyMatch(anchor -> anchor.tracked().state().isTrusted())
        && domain
            .condition(Condition.Type.CONSTRAINED)
            .filter(condition -> condition.reason().equals("MeshWideRoot"))
            .isEmpty();
  }
}
