package dev.rootbridge.trust;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All trust that a cluster publishes: its own and that of the trust domains it federates with, each
 * public key once, and what could not be published.
 *
 * @param local this cluster's own trust bundle, each key once where one certificate can stand for
 *     the others
 * @param domains what is published for each federated trust domain, ordered by the roots'
 *     fingerprints; domains with nothing to publish are left out
 * @param conflicts the roots left out and why, and local keys that are there twice
 */
public record Federation(
    TrustBundle local,
    SortedMap<TrustDomain, List<PublishedAnchor>> domains,
    List<Conflict> conflicts) {

  public Federation {
    Objects.requireNonNull(local, "local");
    SortedMap<TrustDomain, List<PublishedAnchor>> copy = new TreeMap<>();
    for (Map.Entry<TrustDomain, List<PublishedAnchor>> domain : domains.entrySet()) {
      copy.put(domain.getKey(), List.copyOf(domain.getValue()));
    }
    domains = Collections.unmodifiableSortedMap(copy);
    conflicts = conflicts.stream().sorted(Conflict.ORDER).toList();
  }

  /**
   * Decides what is published. The order of {@code federated} means nothing.
   *
   * @param local published whatever else, for all local traffic rests on it; of certificates of one
   *     key that stand for each other, the longest valid
   * @param federated at most one bundle a trust domain
   * @param now the time to judge dates by
   * @throws IllegalArgumentException if two bundles are of the same trust domain; who owns it is
   *     decided before
   */
  public static Federation compose(
      TrustBundle local, List<FederatedBundle> federated, Instant now) {
    return new FederationComposer(local, federated, now).compose();
  }
}
