package dev.rootbridge.explain;

import dev.rootbridge.trust.TrustDomain;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of a mesh's trust domain, its own and its aliases: istiod writes rules anew that name
 * one of them ({@code pilot/pkg/security/trustdomain/bundle.go} of Istio).
 */
record DomainNames(Set<TrustDomain> names) {

  /** In a principal, it stands for the mesh's own domain, whatever that is called. */
  static final String POINTER = "cluster.local";

  private static final int SEGMENTS = 5;

  DomainNames {
    names = Set.copyOf(names);
  }

  /** What a principal of a rule becomes. */
  Stream<String> principals(String principal) {
    return isOfMesh(principal)
        ? names.stream().map(name -> renamed(principal, name.name())).distinct()
        : Stream.of(principal);
  }

  /** Whether a principal is this mesh's, so that it is written for each of the names. */
  boolean isOfMesh(String principal) {
    String[] segments = principal.split("/", -1);
    return segments.length == SEGMENTS
        && !segments[0].equals("*")
        && (segments[0].equals(POINTER)
            || names.stream().anyMatch(name -> isLike(segments[0], name.name())));
  }

  /** What an entry of a rule's {@code trustDomains} becomes; there, no word is a pointer. */
  Stream<String> trustDomains(String entry) {
    return names.stream().anyMatch(name -> name.name().equals(entry))
        ? names.stream().map(TrustDomain::name)
        : Stream.of(entry);
  }

  private static String renamed(String principal, String name) {
    int slash = principal.indexOf('/');
    String domain = principal.substring(0, slash);
    return domain.startsWith("*") && isLike(domain, name)
        ? principal
        : name + principal.substring(slash);
  }

  private static boolean isLike(String pattern, String name) {
    if (pattern.startsWith("*")) {
      return name.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
