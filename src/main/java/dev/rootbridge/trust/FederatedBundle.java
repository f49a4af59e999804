package dev.rootbridge.trust;

import java.util.Objects;
import java.util.Set;

/**
 * The trust bundle of a federated trust domain and what its CA may vouch for.
 *
 * @param bundle its roots as they are
 * @param constraint how they are published
 * @param pinned fingerprints of public keys that an admin has said are this trust domain's
 * @param published fingerprints of public keys that were in bundles as this trust domain's before
 */
public record FederatedBundle(
    TrustBundle bundle,
    Constraint constraint,
    Set<Fingerprint> pinned,
    Set<Fingerprint> published) {

  /**
   * How well a trust domain's claim to a public key is founded, the weakest first. A root is
   * public: whoever federates may put another's into its own source, or make one that proxies take
   * for it, and must not push it out by that.
   */
  enum Standing {
    /** Its source has it. */
    CLAIMED,
    /** Workloads already live under it. */
    PUBLISHED,
    /** An admin has said so. */
    PINNED
  }

  public FederatedBundle {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(constraint, "constraint");
    pinned = Set.copyOf(pinned);
    published = Set.copyOf(published);
  }

  /** One of which nothing was said or published before. */
  public FederatedBundle(TrustBundle bundle, Constraint constraint) {
    this(bundle, constraint, Set.of(), Set.of());
  }

  Standing standing(Anchor anchor) {
    if (pinned.contains(anchor.keyFingerprint())) {
      return Standing.PINNED;
    }
    return published.contains(anchor.keyFingerprint()) ? Standing.PUBLISHED : Standing.CLAIMED;
  }

  TrustDomain trustDomain() {
    return bundle.trustDomain();
  }
}
