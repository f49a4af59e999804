package dev.rootbridge.inject;

import dev.rootbridge.trust.TrustDomain;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the webhook knows in memory of one opted-in namespace.
 *
 * @param namespace its name
 * @param mayTrust the federated trust domains whose namespace selector matches it
 * @param federated all federated trust domains of the cluster, to tell unknown from forbidden
 * @param bundles the rendered bundles it has
 * @param strictness what to do with names that a pod can't have
 */
public record NamespaceTrust(
    String namespace,
    SortedSet<TrustDomain> mayTrust,
    Set<TrustDomain> federated,
    Bundles bundles,
    Strictness strictness) {

  /**
   * Copies what it is given.
   *
   * @throws IllegalArgumentException if the namespace may trust a domain that isn't federated
   */
  public NamespaceTrust {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(bundles, "bundles");
    Objects.requireNonNull(strictness, "strictness");
    mayTrust = Collections.unmodifiableSortedSet(new TreeSet<>(mayTrust));
    federated = Set.copyOf(federated);
    if (!federated.containsAll(mayTrust)) {
      throw new IllegalArgumentException(
          "namespace " + namespace + " may trust " + mayTrust + ", of which not all is federated");
    }
  }
}
