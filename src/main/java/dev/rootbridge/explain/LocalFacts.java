package dev.rootbridge.explain;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;

/**
 * This cluster's own mesh.
 *
 * @param roots those that its proxies trust
 * @param where trust domain and roots were found, for people
 * @param assumed why the trust domain is only Istio's default; empty where it is known
 */
public record LocalFacts(
    TrustDomain trustDomain, List<Anchor> roots, String where, Optional<String> assumed) {

  public LocalFacts {
    roots = List.copyOf(roots);
  }

  /** One whose trust domain is known. */
  public LocalFacts(TrustDomain trustDomain, List<Anchor> roots, String where) {
    this(trustDomain, roots, where, Optional.empty());
  }
}
