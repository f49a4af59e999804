package dev.rootbridge.mesh;

import dev.rootbridge.trust.Anchor;
import java.util.List;

/**
 * Whom a mesh config makes every proxy of the mesh trust. istiod pools these roots: {@code
 * trustDomains} beside a certificate doesn't bind it to them (Istio API, {@code
 * MeshConfig.CertificateData}; istiod's {@code trustbundle}).
 *
 * @param roots certificates that stand in it
 * @param endpoints where istiod fetches more
 */
public record MeshTrust(List<Root> roots, List<Endpoint> endpoints) {

  /** A certificate and the field that holds it. */
  public record Root(String field, Anchor anchor) {}

  /**
   * A SPIFFE bundle endpoint; what it has isn't known here.
   *
   * @param field where it stands
   * @param trustDomains whose roots it is said to have, as written
   */
  public record Endpoint(String field, List<String> trustDomains) {
    public Endpoint {
      trustDomains = List.copyOf(trustDomains);
    }
  }

  public MeshTrust {
    roots = List.copyOf(roots);
    endpoints = List.copyOf(endpoints);
  }
}
