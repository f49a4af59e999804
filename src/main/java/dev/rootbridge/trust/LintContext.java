package dev.rootbridge.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * What a certificate is judged for.
 *
 * @param origin whose root it is
 * @param trustDomain the domain that it is to vouch for, where known
 * @param now the time to judge dates by
 */
public record LintContext(Origin origin, Optional<TrustDomain> trustDomain, Instant now) {

  /** Whose root a certificate is. */
  public enum Origin {
    /**
     * This cluster's. All of its traffic rests on it already and stops without it, so that only
     * what is no CA certificate at all is kept out.
     */
    LOCAL,
    FEDERATED
  }

  /** For a root of this cluster. */
  public static LintContext local(Instant now) {
    return new LintContext(Origin.LOCAL, Optional.empty(), now);
  }

  /** For a root of a federated trust domain. */
  public static LintContext federated(TrustDomain trustDomain, Instant now) {
    return new LintContext(Origin.FEDERATED, Optional.of(trustDomain), now);
  }
}
