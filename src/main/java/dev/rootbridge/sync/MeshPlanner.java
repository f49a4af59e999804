package dev.rootbridge.sync;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.mesh.MeshFragment;
import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.sync.MeshFacts.Publication;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Adds to a plan what istiod must be told so that its proxies let in whom the bundles make them
 * trust: which fragment of mesh config must be published, and whether it takes effect.
 */
public final class MeshPlanner {

  /** The only key that istiod reads. */
  static final String KEY = "mesh";

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
    boolean contradicted = MeshConditions.contradiction(plan, facts).isPresent();
    MeshFragment fragment =
        new MeshFragment(
            domains(plan, Acceptance.DISTINCT, publication.get()),
            domains(plan, Acceptance.ALIAS, publication.get()));
    Optional<Action> action =
        contradicted ? Optional.empty() : action(publication.get(), fragment, facts.present());
    MeshConditions conditions =
        new MeshConditions(
            plan,
            facts,
            publication.get(),
            fragment,
            action.isPresent(),
            Optional.ofNullable(failures.get(publication.get().target())));
    SyncPlan.Cluster home = plan.home();
    List<Action> actions = new ArrayList<>(home.actions());
    action.ifPresent(actions::add);
    return new SyncPlan(
        plan.madeAt(),
        plan.domains().stream().map(domain -> with(domain, conditions)).toList(),
        new SyncPlan.Cluster(
            home.local(), home.namespaces(), actions, home.missed(), home.unneeded()),
        plan.remotes(),
        plan.discovery());
  }

  private static SyncPlan.Domain with(SyncPlan.Domain domain, MeshConditions conditions) {
    return new SyncPlan.Domain(
        domain.trust(),
        domain.anchors(),
        domain.namespaces(),
        isFederated(domain)
            ? Stream.concat(
                    domain.conditions().stream(),
                    Stream.of(conditions.accepted(domain), conditions.outbound(domain)))
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

  private static SortedSet<TrustDomain> domains(
      SyncPlan plan, Acceptance acceptance, Publication publication) {
    SortedSet<TrustDomain> domains = new TreeSet<>();
    if (publication.enabled()) {
      plan.domains().stream()
          .filter(MeshPlanner::isWanted)
          .map(SyncPlan.Domain::trust)
          .filter(trust -> trust.acceptance() == acceptance)
          .forEach(trust -> domains.add(trust.trustDomain()));
    }
    return domains;
  }

  private static Optional<Action> action(
      Publication publication, MeshFragment fragment, Optional<ExistingTarget> present) {
    if (present.filter(target -> target.owner() == World.Owner.SOMEONE_ELSE).isPresent()) {
      return Optional.empty();
    }
    Optional<Seen> seen =
        present.map(target -> new Seen(target.uid(), target.version(), target.mutability()));
    Optional<String> text = fragment.text();
    if (text.isEmpty()) {
      return seen.map(target -> new Action.Delete(publication.target(), target));
    }
    TargetContent content = TargetContent.of(Map.of(KEY, text.get()));
    if (present.filter(target -> target.content().equals(content.fingerprint())).isPresent()) {
      return Optional.empty();
    }
    Set<String> surplus = new HashSet<>();
    present.ifPresent(target -> surplus.addAll(target.keys()));
    surplus.remove(KEY);
    return Optional.of(
        new Action.Write(publication.target(), content, surplus, ContentChanges.NONE, seen));
  }
}
