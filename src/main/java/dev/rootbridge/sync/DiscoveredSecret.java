package dev.rootbridge.sync;

import java.util.Comparator;
import java.util.Optional;

/**
 * A Secret that Istio enrols a remote cluster by.
 *
 * @param cluster what it says that the cluster is called
 */
public record DiscoveredSecret(String namespace, String name, Optional<String> cluster)
    implements Comparable<DiscoveredSecret> {

  private static final Comparator<DiscoveredSecret> ORDER =
      Comparator.comparing(DiscoveredSecret::namespace)
          .thenComparing(DiscoveredSecret::name)
          .thenComparing(secret -> secret.cluster().orElse(""));

  @Override
  public int compareTo(DiscoveredSecret other) {
    return ORDER.compare(this, other);
  }
}
