package dev.rootbridge.sync;

import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of whom this cluster trusts, or of what is said about it.
 *
 * @param at when the plan was made that has it
 * @param trustDomain whose trust; this cluster's own for its own roots
 * @param resource the name of its {@code FederatedTrustDomain}; empty for this cluster's own
 * @param subject what changed: the resource, an anchor by its fingerprint and subject, a condition
 * @param before how it stood; {@value #NOTHING} where it wasn't there
 * @param after how it stands; {@value #NOTHING} where it is no longer there
 * @param cause who or what made it, as far as that can be seen from here
 */
public record TrustChange(
    Instant at,
    TrustDomain trustDomain,
    Optional<String> resource,
    Kind kind,
    String subject,
    String before,
    String after,
    String cause) {

  /** How something stands that isn't there. */
  public static final String NOTHING = "none";

  /** Other servers' words may be in them, and each is a part of one line of a log. */
  public TrustChange {
    subject = oneLine(subject);
    before = oneLine(before);
    after = oneLine(after);
    cause = oneLine(cause);
  }

  /** What changed. */
  public enum Kind {
    /** A trust domain is federated, or no longer. */
    DOMAIN("Domain", Weight.TRUST),
    /** Whether its roots are bound to it. */
    CONSTRAINT("Constraint", Weight.TRUST),
    /** A root and what is done with it. */
    ANCHOR("Anchor", Weight.TRUST),
    /** A condition of its status; trust is as it was. */
    CONDITION("Condition", Weight.NEWS);

    private final String label;
    private final Weight weight;

    Kind(String label, Weight weight) {
      this.label = label;
      this.weight = weight;
    }

    /** The stable name in CamelCase. */
    public String label() {
      return label;
    }

    /** Whether somebody is trusted now who wasn't, or the other way round. */
    public boolean isOfTrust() {
      return weight == Weight.TRUST;
    }
  }

  private enum Weight {
    TRUST,
    NEWS
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]", "?");
  }
}
