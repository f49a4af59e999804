package dev.rootbridge.inject;

/**
 * What the webhook asks about namespaces. Implementations answer from an immutable snapshot: no
 * input or output, no locks, any thread.
 */
@FunctionalInterface
public interface TrustDirectory {

  /**
   * Looks up one namespace.
   *
   * @param namespace the namespace of the admission request, not the one the pod claims
   */
  NamespaceLookup find(String namespace);
}
