package dev.rootbridge.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The remote Secrets that there are, and what an admin made of them. Being there makes none of them
 * trusted.
 */
public record Discovery(List<Entry> entries) {

  public Discovery {
    entries = List.copyOf(entries);
  }

  /**
   * A Secret and who uses it.
   *
   * @param domains the {@code FederatedTrustDomain}s that read a root through it, by name
   * @param clusters the remote clusters of the configuration that are reached through it
   */
  public record Entry(DiscoveredSecret secret, List<String> domains, List<String> clusters) {
    public Entry {
      domains = List.copyOf(domains);
      clusters = List.copyOf(clusters);
    }

    /** Whether nobody uses it. */
    public boolean isUnused() {
      return domains.isEmpty() && clusters.isEmpty();
    }
  }

  /**
   * @param remotes the remote clusters of the configuration, by name
   */
  static Discovery of(
      Collection<DiscoveredSecret> secrets,
      Collection<FederatedTrust> trusts,
      Map<String, SourceSpec.RemoteCluster> remotes) {
    List<Entry> entries = new ArrayList<>();
    for (DiscoveredSecret secret : secrets.stream().sorted().toList()) {
      entries.add(
          new Entry(
              secret,
              trusts.stream()
                  .filter(
                      trust ->
                          trust.source() instanceof SourceSpec.RemoteCluster source
                              && uses(source, secret))
                  .map(FederatedTrust::name)
                  .sorted()
                  .toList(),
              remotes.entrySet().stream()
                  .filter(remote -> uses(remote.getValue(), secret))
                  .map(Map.Entry::getKey)
                  .sorted()
                  .toList()));
    }
    return new Discovery(entries);
  }

  private static boolean uses(SourceSpec.RemoteCluster source, DiscoveredSecret secret) {
    return source.secretNamespace().equals(secret.namespace())
        && source.secretName().equals(secret.name());
  }
}
