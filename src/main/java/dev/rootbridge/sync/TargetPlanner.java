package dev.rootbridge.sync;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.ScopeRoom;
import dev.rootbridge.trust.Federation;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides for each namespace of a cluster which ConfigMaps it must have, and what is to be done.
 */
final class TargetPlanner {

  private final List<FederatedTrust> accepted;
  private final Set<TrustDomain> federated;
  private final TargetDecision.Sources sources;
  private final World.Cluster cluster;
  private final TargetPolicy policy;
  private final Instant now;
  private final List<SyncPlan.Namespace> namespaces = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private final List<MissedPod> missed = new ArrayList<>();
  private final Map<TargetKey, Instant> unneeded = new HashMap<>();

  /**
   * @param unread domains whose source has not been looked at yet, and of which nothing is known
   * @param federation empty while no local anchor may be published
   */
  TargetPlanner(
      List<FederatedTrust> accepted,
      Set<TrustDomain> unread,
      Optional<Federation> federation,
      World.Cluster cluster,
      TargetPolicy policy,
      Instant now) {
    this.accepted = accepted;
    this.federated =
        accepted.stream().map(FederatedTrust::trustDomain).collect(Collectors.toUnmodifiableSet());
    this.sources = new TargetDecision.Sources(federation.map(RenderedBundles::new), unread, now);
    this.cluster = cluster;
    this.policy = policy;
    this.now = now;
  }

  SyncPlan.Cluster plan(SyncPlan.Local local) {
    cluster.namespaces().forEach(this::decide);
    return new SyncPlan.Cluster(
        local, namespaces, actions, new MissedPods(missed, cluster.podsUnknown()), unneeded);
  }

  private void decide(World.Namespace namespace) {
    if (namespace.phase() == World.Phase.TERMINATING) {
      return;
    }
    boolean optedIn =
        InjectionContract.ENABLED.equals(namespace.labels().get(InjectionContract.INJECTION_LABEL));
    SortedSet<TrustDomain> mayTrust = optedIn ? mayTrust(namespace) : Collections.emptySortedSet();
    ScopesInUse known = ScopesInUse.of(namespace, mayTrust, federated, policy.maxScopes());
    ScopesInUse scopes =
        cluster.podsUnknown().isEmpty() ? known : known.keeping(namespace.targets(), mayTrust);
    if (optedIn) {
      SyncPlan.Namespace planned = publish(namespace, mayTrust, scopes);
      namespaces.add(planned);
      missed.addAll(new PodDetector(namespace, planned, scopes, federated).missed());
    }
    scopes
        .shrunk()
        .forEach(
            (name, scope) -> {
              // A name alone makes no ConfigMap: a pod may mount whatever its owner made up.
              if (isOurs(namespace, name)
                  || scopes.overLimit().contains(name)
                  || scopes.awaited().contains(name)) {
                act(decision(namespace, name).publish(scope.trustDomains()));
              }
            });
    namespace.targets().keySet().stream()
        .filter(name -> isOurs(namespace, name))
        .filter(name -> mayTrust.isEmpty() || !name.equals(InjectionContract.CONFIG_MAP))
        .filter(name -> !scopes.wanted().containsKey(name))
        .filter(name -> !scopes.shrunk().containsKey(name))
        .forEach(name -> drop(namespace, name));
  }

  private SyncPlan.Namespace publish(
      World.Namespace namespace, SortedSet<TrustDomain> mayTrust, ScopesInUse scopes) {
    TargetDecision main = decision(namespace, InjectionContract.CONFIG_MAP);
    SyncPlan.Target mainTarget =
        mayTrust.isEmpty() ? main.notNeeded() : act(main.publish(mayTrust));
    List<SyncPlan.Target> scoped = new ArrayList<>();
    scopes
        .wanted()
        .forEach(
            (name, scope) ->
                scoped.add(act(decision(namespace, name).publish(scope.trustDomains()))));
    scopes
        .overLimit()
        .forEach(name -> scoped.add(decision(namespace, name).overLimit(policy.maxScopes())));
    return new SyncPlan.Namespace(
        namespace.name(),
        mayTrust,
        mainTarget,
        scoped,
        scopes.wanted().size() < policy.maxScopes() ? ScopeRoom.FREE : ScopeRoom.FULL);
  }

  private SortedSet<TrustDomain> mayTrust(World.Namespace namespace) {
    return accepted.stream()
        .filter(trust -> trust.namespaces().matches(namespace.labels()))
        .map(FederatedTrust::trustDomain)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private TargetDecision decision(World.Namespace namespace, String name) {
    TargetKey key = new TargetKey(namespace.name(), name);
    return new TargetDecision(
        key,
        Optional.ofNullable(namespace.targets().get(name)),
        Optional.ofNullable(cluster.failures().get(key)),
        sources);
  }

  private SyncPlan.Target act(TargetDecision.Verdict verdict) {
    verdict.action().ifPresent(actions::add);
    return verdict.target();
  }

  /** Without the label or any domain at once, since then nothing may be trusted; else later. */
  private void drop(World.Namespace namespace, String name) {
    TargetKey key = new TargetKey(namespace.name(), name);
    Instant since = cluster.unneeded().getOrDefault(key, now);
    if (!name.equals(InjectionContract.CONFIG_MAP)
        && now.isBefore(since.plus(policy.scopeGrace()))) {
      unneeded.put(key, since);
      return;
    }
    actions.add(new Action.Delete(key, namespace.targets().get(name).seen()));
  }

  private static boolean isOurs(World.Namespace namespace, String name) {
    return Optional.ofNullable(namespace.targets().get(name))
        .filter(target -> target.owner() == World.Owner.ROOTBRIDGE)
        .isPresent();
  }
}
