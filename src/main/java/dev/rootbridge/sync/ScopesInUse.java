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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
 * @param awaited those of the shrunk that pods wait for, which were promised a bundle when they
 *     were made and can't start without
 */
record ScopesInUse(
    SortedMap<String, Scope> wanted,
    SortedMap<String, Scope> shrunk,
    SortedSet<String> overLimit,
    SortedSet<String> awaited) {

  private static final Pattern SCOPED_NAME =
      Pattern.compile(Pattern.quote(InjectionContract.CONFIG_MAP) + "-[0-9a-f]{16}");

  ScopesInUse {
    wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    shrunk = Collections.unmodifiableSortedMap(new TreeMap<>(shrunk));
    overLimit = Collections.unmodifiableSortedSet(new TreeSet<>(overLimit));
    awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
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
    return new ScopesInUse(named, shrunk, overLimit, awaited(namespace, shrunk.keySet(), limit));
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
    return new ScopesInUse(wanted, kept, overLimit, awaited);
  }

  /**
   * A name that a pod made up counts among them if the pod looks like one of ours, so there are no
   * more than scopes.
   */
  private static SortedSet<String> awaited(
      World.Namespace namespace, Set<String> shrunk, int limit) {
    return namespace.pods().stream()
        .filter(World.Pod::awaitsBundle)
        .flatMap(pod -> pod.mounts().stream())
        .filter(shrunk::contains)
        .filter(ScopesInUse::isTargetName)
        .sorted()
        .distinct()
        .limit(limit)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isTargetName(String name) {
    return name.equals(InjectionContract.CONFIG_MAP) || SCOPED_NAME.matcher(name).matches();
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
