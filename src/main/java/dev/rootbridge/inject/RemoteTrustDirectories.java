package dev.rootbridge.inject;

import java.util.Optional;

/**
 * The directories of the remote clusters that this webhook answers for: with an external istiod, a
 * remote cluster's API server calls the primary's webhook.
 */
@FunctionalInterface
public interface RemoteTrustDirectories {

  /**
   * Finds a cluster's directory.
   *
   * @param cluster the name from the path that its API server calls
   * @return empty if no such cluster is configured
   */
  Optional<TrustDirectory> find(String cluster);
}
