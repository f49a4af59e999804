package dev.rootbridge.trust;

import java.util.Objects;

/**
 * The trust bundle of a federated trust domain and what its CA may vouch for.
 *
 * @param bundle its roots as they are
 * @param constraint how they are published
 */
public record FederatedBundle(TrustBundle bundle, Constraint constraint) {

  public FederatedBundle {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(constraint, "constraint");
  }

  TrustDomain trustDomain() {
    return bundle.trustDomain();
  }
}
