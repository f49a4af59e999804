package dev.rootbridge.trust;

import java.util.Objects;

/**
 * What a remote CA may vouch for.
 *
 * @param mode whether its roots are bound to their trust domain
 * @param dns whether it may also vouch for DNS names
 */
public record Constraint(Mode mode, Dns dns) {

  /** Bound to the trust domain, DNS names allowed. */
  public static final Constraint DEFAULT = new Constraint(Mode.TRUST_DOMAIN, Dns.ALLOW);

  /** Whether roots are published as constrained anchors. */
  public enum Mode {
    /** As name-constrained anchors, or not at all. */
    TRUST_DOMAIN,
    /** As they are: their CA can mint every identity, the local ones included. */
    NONE
  }

  /** Whether a constrained anchor excludes DNS names. */
  public enum Dns {
    ALLOW,
    /**
     * Refuses also all workloads of a CA whose intermediate carries a DNS name, as Istio's does.
     */
    FORBID
  }

  /**
   * @throws IllegalArgumentException if DNS names are forbidden to an unconstrained CA
   */
  public Constraint {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(dns, "dns");
    if (mode == Mode.NONE && dns == Dns.FORBID) {
      throw new IllegalArgumentException(
          "DNS names can only be forbidden to a CA that is bound to its trust domain");
    }
  }
}
