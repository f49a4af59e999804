package dev.rootbridge.explain;

import dev.rootbridge.sync.Hazards;
import dev.rootbridge.sync.MeshFacts;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;

/**
 * What the mesh configs say of trust, Rootbridge's own among them.
 *
 * @param rootNamespace where they are
 * @param accepted whose identities each of them accepts
 * @param trusted whom each of them makes every proxy trust
 * @param unseen those that couldn't be read and why, a line each
 */
public record MeshReading(
    String rootNamespace,
    List<MeshFacts.Config> accepted,
    List<Hazards.MeshConfig> trusted,
    List<String> unseen) {

  public MeshReading {
    accepted = List.copyOf(accepted);
    trusted = List.copyOf(trusted);
    unseen = List.copyOf(unseen);
  }

  /** Whether one of them makes it another name of the local trust domain; istiod unites these. */
  public boolean isAlias(TrustDomain domain) {
    return accepted.stream().anyMatch(config -> config.domains().aliases().contains(domain.name()));
  }

  /** Whether one of them lets its identities in. */
  public boolean accepts(TrustDomain domain) {
    return accepted.stream().anyMatch(config -> config.domains().accepts(domain.name()));
  }
}
