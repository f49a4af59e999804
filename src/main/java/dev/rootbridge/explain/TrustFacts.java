package dev.rootbridge.explain;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.ScopeSelection;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.TargetContent;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom a cluster's workloads trust, as far as it can be seen.
 *
 * @param namespaces all there are, each with its bundles and pods
 * @param podsUnknown why pods can't be seen; empty if they can
 */
public record TrustFacts(
    LocalFacts local,
    List<DomainFacts> domains,
    List<World.Namespace> namespaces,
    Optional<String> podsUnknown,
    MeshReading mesh) {

  public TrustFacts {
    domains = List.copyOf(domains);
    namespaces = List.copyOf(namespaces);
  }

  /** The resource for that trust domain, where it has one that isn't refused. */
  public Optional<DomainFacts> domain(TrustDomain name) {
    return domains.stream()
        .filter(domain -> domain.trustDomain().equals(name))
        .filter(TrustFacts::isAccepted)
        .findFirst();
  }

  public static boolean isOptedIn(World.Namespace namespace) {
    return InjectionContract.ENABLED.equals(
        namespace.labels().get(InjectionContract.INJECTION_LABEL));
  }

  /** One that Rootbridge hasn't looked at yet counts, since it is about to. */
  public static boolean isAccepted(DomainFacts domain) {
    return domain
        .domain()
        .condition(Condition.Type.ACCEPTED)
        .filter(condition -> condition.status() == Condition.Status.FALSE)
        .isEmpty();
  }

  /** The trust domains that are federated, wherever they may be trusted. */
  public Set<TrustDomain> federated() {
    return domains.stream()
        .filter(TrustFacts::isAccepted)
        .map(DomainFacts::trustDomain)
        .collect(Collectors.toSet());
  }

  /** What the mesh is called: policies take a peer of an alias for one of its own. */
  public Set<TrustDomain> names() {
    Set<TrustDomain> names = new TreeSet<>(Set.of(local.trustDomain()));
    domains.stream()
        .filter(TrustFacts::isAccepted)
        .filter(
            domain ->
                domain.trust().acceptance() == Acceptance.ALIAS
                    || mesh.isAlias(domain.trustDomain()))
        .map(DomainFacts::trustDomain)
        .forEach(names::add);
    return names;
  }

  /** What pods may trust that are made in the namespace now; nothing where it isn't opted in. */
  public SortedSet<TrustDomain> mayTrust(World.Namespace namespace) {
    return isOptedIn(namespace)
        ? domains.stream()
            .filter(TrustFacts::isAccepted)
            .filter(domain -> domain.trust().namespaces().matches(namespace.labels()))
            .map(DomainFacts::trustDomain)
            .collect(Collectors.toCollection(TreeSet::new))
        : new TreeSet<>();
  }

  /** Whether a pod's proxy reads a bundle with anchors of that domain in it. */
  public static boolean reads(World.Namespace namespace, World.Pod pod, TrustDomain domain) {
    return pod.mounts()
        .map(name -> namespace.targets().get(name))
        .filter(target -> holds(target, domain))
        .isPresent();
  }

  /** Whether a pod that is made now would trust the domain, by its namespace and its wish. */
  static boolean isMeantFor(DomainFacts domain, World.Namespace namespace, World.Pod pod) {
    TrustDomain name = domain.trustDomain();
    return domain.trust().namespaces().matches(namespace.labels())
        && !ScopeSelection.of(pod.wish(), new TreeSet<>(Set.of(name)), Set.of(name))
            .scope()
            .isEmpty();
  }

  static boolean holds(World.ExistingTarget target, TrustDomain domain) {
    return target.keys().contains(TargetContent.key(domain));
  }
}
