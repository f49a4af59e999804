package dev.rootbridge.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

  static Discovery of(Collection<DiscoveredSecret> secrets, World world) {
    List<Entry> entries = new ArrayList<>();
    for (DiscoveredSecret secret : secrets.stream().sorted().toList()) {
      entries.add(
          new Entry(
              secret,
              world.domains().stream()
                  .map(World.Domain::trust)
                  .filter(
                      trust ->
                          trust.source() instanceof SourceSpec.RemoteCluster source
                              && uses(source, secret))
                  .map(FederatedTrust::name)
                  .sorted()
                  .toList(),
              world.remotes().stream()
                  .filter(remote -> uses(remote.access(), secret))
                  .map(World.Remote::name)
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
