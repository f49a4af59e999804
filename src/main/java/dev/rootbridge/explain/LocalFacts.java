package dev.rootbridge.explain;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;

/**
 * This cluster's own mesh.
 *
 * @param roots those that its proxies trust
 * @param where trust domain and roots were found, for people
 */
public record LocalFacts(TrustDomain trustDomain, List<Anchor> roots, String where) {
  public LocalFacts {
    roots = List.copyOf(roots);
  }
}
