package dev.rootbridge.inject;

import java.util.Map;

/**
 * What a pod that wants one of a namespace's rendered bundles can count on, as far as the webhook's
 * memory knows.
 *
 * @param known by the name of the ConfigMap
 * @param others those that nothing is known of: a scope that no workload had before
 */
public record Bundles(Map<String, Readiness> known, Readiness others) {

  /** How a pod may mount a bundle. */
  public enum Readiness {
    /** It is there. */
    PUBLISHED,
    /** The sync loop is alive (its lease is fresh) and writes it within seconds. */
    EXPECTED,
    /** The namespace has as many scopes as it may; one more gets no bundle. */
    NO_ROOM,
    /** Nobody is known to be writing it; a pod that waited for it might wait for ever. */
    NOT_READY;

    boolean canBeMounted() {
      return this == PUBLISHED || this == EXPECTED;
    }
  }

  public Bundles {
    known = Map.copyOf(known);
  }

  /** How a pod may mount the ConfigMap of this name. */
  public Readiness readiness(String configMap) {
    return known.getOrDefault(configMap, others);
  }
}
