package dev.rootbridge.mesh;

import java.util.List;
import java.util.Optional;

/**
 * Whose identities a mesh config accepts, as written: istiod compares these names letter by letter.
 *
 * @param local the mesh's own trust domain; empty where this config leaves it to others
 * @param aliases {@code trustDomainAliases}
 * @param listed all of {@code caCertificates[].trustDomains}; empty where it has no {@code
 *     caCertificates}, so that it leaves another config's as they are
 */
public record MeshDomains(
    Optional<String> local, List<String> aliases, Optional<List<String>> listed) {

  public MeshDomains {
    aliases = List.copyOf(aliases);
    listed = listed.map(List::copyOf);
  }

  /** Whether identities of that trust domain are let in by this config alone. */
  public boolean accepts(String trustDomain) {
    return aliases.contains(trustDomain)
        || listed.filter(names -> names.contains(trustDomain)).isPresent();
  }
}
