package dev.rootbridge.mesh;

/** How the local mesh's config is to accept the identities of a federated trust domain. */
public enum Acceptance {
  /**
   * Inbound peers of the domain are let in, as that domain's: {@code caCertificates[].trustDomains}
   * without a certificate.
   */
  DISTINCT("Distinct"),
  /**
   * The domain is another name of the local one ({@code trustDomainAliases}): calls out work too,
   * and AuthorizationPolicies that name a local principal match the domain's principal of the same
   * path.
   */
  ALIAS("Alias"),
  /** Nothing is written; accepting is left to the admin. */
  NONE("None");

  private final String label;

  Acceptance(String label) {
    this.label = label;
  }

  /** As in {@code spec.meshConfig.acceptance}. */
  public String label() {
    return label;
  }
}
