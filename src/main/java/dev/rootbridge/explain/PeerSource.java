package dev.rootbridge.explain;

import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code source} of an AuthorizationPolicy (Istio API, {@code security/v1beta1.Source}): what is
 * listed must all hold, each list by any of its entries.
 *
 * @param others whether it has fields that don't judge the peer's identity, such as ipBlocks
 */
public record PeerSource(
    List<String> principals,
    List<String> notPrincipals,
    List<String> namespaces,
    List<String> notNamespaces,
    List<String> serviceAccounts,
    List<String> notServiceAccounts,
    List<String> trustDomains,
    List<String> notTrustDomains,
    Others others) {

  private static final Pattern WORKLOAD = Pattern.compile("/ns/([^/]+)/sa/([^/]+)");

  /** Fields beside those of the identity. */
  public enum Others {
    NONE,
    SOME
  }

  public PeerSource {
    principals = List.copyOf(principals);
    notPrincipals = List.copyOf(notPrincipals);
    namespaces = List.copyOf(namespaces);
    notNamespaces = List.copyOf(notNamespaces);
    serviceAccounts = List.copyOf(serviceAccounts);
    notServiceAccounts = List.copyOf(notServiceAccounts);
    trustDomains = List.copyOf(trustDomains);
    notTrustDomains = List.copyOf(notTrustDomains);
  }

  /**
   * Whether a peer is one of these.
   *
   * @param policyNamespace that a service account without one is in
   * @param local the names of the called mesh
   */
  boolean matches(SpiffeId peer, String policyNamespace, DomainNames local) {
    Optional<Matcher> workload =
        Optional.of(WORKLOAD.matcher(peer.path())).filter(Matcher::matches);
    String namespace = workload.map(found -> found.group(1)).orElse("");
    String account = workload.map(found -> found.group(2)).orElse("");
    return allows(principals, notPrincipals, pattern -> isPrincipal(pattern, peer, local))
        && allows(namespaces, notNamespaces, pattern -> fits(pattern, namespace))
        && allows(
            serviceAccounts,
            notServiceAccounts,
            pattern ->
                fits(
                    pattern.contains("/") ? pattern : policyNamespace + "/" + pattern,
                    namespace + "/" + account))
        && allows(
            trustDomains,
            notTrustDomains,
            entry ->
                local
                    .trustDomains(entry)
                    .anyMatch(pattern -> fits(pattern, peer.trustDomain().name())));
  }

  private static boolean allows(
      List<String> wanted, List<String> unwanted, Predicate<String> isPeer) {
    return (wanted.isEmpty() || wanted.stream().anyMatch(isPeer))
        && unwanted.stream().noneMatch(isPeer);
  }

  private static boolean isPrincipal(String principal, SpiffeId peer, DomainNames local) {
    return local
        .principals(principal)
        .anyMatch(pattern -> fits(pattern, peer.trustDomain() + peer.path()));
  }

  private static boolean fits(String pattern, String value) {
    return new PeerPattern(pattern).fits(value);
  }

  /** Whether it takes in peers of a domain that it doesn't name. */
  public boolean takesInUnnamed(TrustDomain domain) {
    return (principals.isEmpty() || !reaching(domain).isEmpty())
        && (trustDomains.isEmpty()
            || trustDomains.stream().anyMatch(entry -> new PeerPattern(entry).reachesName(domain)))
        && notPrincipals.stream().noneMatch(entry -> new PeerPattern(entry).covers(domain))
        && notTrustDomains.stream().noneMatch(entry -> fits(entry, domain.name()));
  }

  /** Whether it takes in all peers of a domain. */
  public boolean takesInAll(TrustDomain domain) {
    boolean judgesWorkloads =
        Stream.of(namespaces, notNamespaces, serviceAccounts, notServiceAccounts, notPrincipals)
            .anyMatch(list -> !list.isEmpty());
    return others == Others.NONE
        && !judgesWorkloads
        && (principals.isEmpty()
            || principals.stream().anyMatch(entry -> new PeerPattern(entry).covers(domain)))
        && allows(trustDomains, notTrustDomains, entry -> fits(entry, domain.name()));
  }

  /** Its principals that fit peers of a domain that they don't name. */
  public List<String> reaching(TrustDomain domain) {
    return reaching(principals, domain);
  }

  /** Those whom it leaves out, though they are of a domain that isn't named there. */
  public List<String> leavingOut(TrustDomain domain) {
    return Stream.of(reaching(notPrincipals, domain), notNamespaces, notServiceAccounts)
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> reaching(List<String> principals, TrustDomain domain) {
    return principals.stream().filter(entry -> new PeerPattern(entry).reaches(domain)).toList();
  }

  /** Whether it says only who isn't meant. */
  public boolean onlyLeavesOut() {
    boolean namesNobody =
        principals.isEmpty()
            && namespaces.isEmpty()
            && serviceAccounts.isEmpty()
            && trustDomains.isEmpty();
    return namesNobody
        && !(notPrincipals.isEmpty() && notNamespaces.isEmpty() && notServiceAccounts.isEmpty());
  }

  /**
   * Whether it names a principal of the mesh in full, which holds for each name that the mesh has.
   *
   * @param names the mesh's own, and its aliases
   */
  public boolean namesMesh(Set<TrustDomain> names) {
    return principals.stream().anyMatch(new DomainNames(names)::isOfMesh);
  }

  /** Whether whom it leaves out is a principal of the mesh in full, under each of its names. */
  public boolean leavesOutMesh(Set<TrustDomain> names) {
    return notPrincipals.stream().anyMatch(new DomainNames(names)::isOfMesh);
  }
}
