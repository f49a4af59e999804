package dev.rootbridge.kube;

import java.util.List;
import java.util.Optional;

/**
 * What the sync loop is told about other clusters that this one's istiod serves too.
 *
 * @param clusters those that are federated from here, each name once
 * @param discoverIn the namespace where Secrets that Istio enrols clusters by are looked for
 */
public record RemoteSettings(List<RemoteClusterSettings> clusters, Optional<String> discoverIn) {

  /** There are none. */
  public static final RemoteSettings NONE = new RemoteSettings(List.of(), Optional.empty());

  public RemoteSettings {
    clusters = List.copyOf(clusters);
  }
}
