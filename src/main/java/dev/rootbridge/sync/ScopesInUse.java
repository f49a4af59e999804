package dev.rootbridge.sync;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.inject.ScopeSelection;
import dev.rootbridge.trust.TrustDomain;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which scoped bundles a namespace needs, by the name of their ConfigMaps.
 *
 * <p>A scope is computed from what a workload says and what its namespace may trust. The name that
 * a pod mounts is only a hint: it tells where a running pod reads, and there it never finds more
 * than the pod may trust now.
 *
 * @param wanted what workload templates and pods name
 * @param shrunk what pods still mount although their scope is another one by now: what is left for
 *     every one of them
 * @param overLimit scopes that are one too many
 */
record ScopesInUse(
    SortedMap<String, Scope> wanted, SortedMap<String, Scope> shrunk, SortedSet<String> overLimit) {

  ScopesInUse {
    wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    shrunk = Collections.unmodifiableSortedMap(new TreeMap<>(shrunk));
    overLimit = Collections.unmodifiableSortedSet(new TreeSet<>(overLimit));
  }

  /**
   * @param mayTrust what the namespace may trust; empty if it isn't opted in
   * @param federated all federated trust domains
   * @param limit how many scopes it may have
   */
  static ScopesInUse of(
      World.Namespace namespace,
      SortedSet<TrustDomain> mayTrust,
      Set<TrustDomain> federated,
      int limit) {
    TreeMap<String, Scope> named = new TreeMap<>();
    Stream.concat(
            namespace.wishes().stream(),
            namespace.pods().stream()
                .filter(World.Pod::takesPart)
                .flatMap(pod -> pod.wish().stream())
                .distinct())
        .map(wish -> ScopeSelection.of(Optional.of(wish), mayTrust, federated).scope())
        .filter(scope -> !scope.isEmpty())
        .forEach(scope -> named.put(scope.configMapName(mayTrust), scope));
    named.remove(InjectionContract.CONFIG_MAP);

    TreeSet<String> overLimit = new TreeSet<>();
    named.keySet().stream()
        .sorted(presentFirst(namespace).thenComparing(Comparator.naturalOrder()))
        .skip(limit)
        .forEach(overLimit::add);
    named.keySet().removeAll(overLimit);

    TreeMap<String, Scope> shrunk = new TreeMap<>();
    for (World.Pod pod : namespace.pods()) {
      pod.mounts()
          .filter(name -> !named.containsKey(name))
          .filter(name -> !name.equals(InjectionContract.CONFIG_MAP) || mayTrust.isEmpty())
          .ifPresent(
              name ->
                  shrunk.merge(
                      name,
                      overLimit.contains(name)
                          ? Scope.none()
                          : ScopeSelection.of(pod.wish(), mayTrust, federated).scope(),
                      ScopesInUse::both));
    }
    return new ScopesInUse(named, shrunk, overLimit);
  }

  /**
   * Any of the targets may be mounted by pods that can't be seen: each one that is needed by nobody
   * else stays, with what it has and the namespace may still trust.
   */
  ScopesInUse keeping(Map<String, World.ExistingTarget> targets, SortedSet<TrustDomain> mayTrust) {
    TreeMap<String, Scope> kept = new TreeMap<>(shrunk);
    targets.forEach(
        (name, target) -> {
          boolean needed =
              wanted.containsKey(name)
                  || (name.equals(InjectionContract.CONFIG_MAP) && !mayTrust.isEmpty());
          if (!needed && target.owner() == World.Owner.ROOTBRIDGE) {
            TreeSet<TrustDomain> left = new TreeSet<>(mayTrust);
            left.removeIf(domain -> !target.keys().contains(TargetContent.key(domain)));
            kept.merge(name, new Scope(left), ScopesInUse::both);
          }
        });
    return new ScopesInUse(wanted, kept, overLimit);
  }

  /** The scopes that pods use already aren't to give way to new ones. */
  private static Comparator<String> presentFirst(World.Namespace namespace) {
    Map<String, World.ExistingTarget> present = namespace.targets();
    return Comparator.comparing(name -> !present.containsKey(name));
  }

  private static Scope both(Scope one, Scope other) {
    TreeSet<TrustDomain> left = new TreeSet<>(one.trustDomains());
    left.retainAll(List.copyOf(other.trustDomains()));
    return new Scope(left);
  }
}
