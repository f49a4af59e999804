package dev.rootbridge.trust;

import java.util.Objects;

/**
 * A root of a trust domain and what proxies get for it.
 *
 * @param trustDomain the domain it belongs to
 * @param source the root as its source has it
 * @param published the constrained anchor, or the root itself
 */
public record PublishedAnchor(TrustDomain trustDomain, Anchor source, Anchor published) {

  public PublishedAnchor {
    Objects.requireNonNull(trustDomain, "trustDomain");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(published, "published");
  }

  /** Whether proxies get a constrained anchor. */
  public boolean constrained() {
    return !source.equals(published);
  }
}
