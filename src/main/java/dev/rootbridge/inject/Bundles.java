package dev.rootbridge.inject;

import java.util.Set;

/**
 * Which rendered bundles a namespace has, as far as the webhook's memory knows.
 *
 * @param published names of the ConfigMaps that exist
 * @param missing what to expect of the others
 */
public record Bundles(Set<String> published, Missing missing) {

  /** What becomes of a bundle that isn't there. */
  public enum Missing {
    /** The sync loop is alive (its lease is fresh) and writes it within seconds. */
    ABOUT_TO_BE_WRITTEN,
    /** Nobody is known to be writing; a pod that waited for it might wait for ever. */
    NOT_COMING
  }

  /** What a pod that wants one bundle can count on. */
  public enum Readiness {
    PUBLISHED,
    EXPECTED,
    NOT_READY
  }

  public Bundles {
    published = Set.copyOf(published);
  }

  /** How a pod may mount the ConfigMap of this name. */
  public Readiness readiness(String configMap) {
    if (published.contains(configMap)) {
      return Readiness.PUBLISHED;
    }
    return missing == Missing.ABOUT_TO_BE_WRITTEN ? Readiness.EXPECTED : Readiness.NOT_READY;
  }
}
