package dev.rootbridge.trust;

/** What became of a wish to constrain a root. There is no unconstrained fallback. */
public sealed interface ConstrainOutcome {

  /**
   * The stand-in for the root, to be published in its place.
   *
   * @param anchor vouches for one trust domain only
   */
  record Constrained(Anchor anchor) implements ConstrainOutcome {}

  /**
   * The root can't be bound to the trust domain, so that nothing can be published.
   *
   * @param reason stable
   * @param message what is in the way and what to do, one line
   */
  record NotConstrainable(Reason reason, String message) implements ConstrainOutcome {}

  /** Why a root can't be bound to a trust domain. */
  enum Reason {
    /** Verifiers match hosts of URIs by name; an address is none (RFC 5280, section 4.2.1.10). */
    IP_ADDRESS,
    UNDERSCORE,
    LABEL_TOO_LONG,
    /** A leading dot would permit all subdomains, a trailing or double one matches nothing. */
    EMPTY_LABEL,
    HYPHEN_AT_EDGE,
    NAME_TOO_LONG,
    NOT_A_CA,
    UNKNOWN_KEY_TYPE,
    /** Its certificates may name their issuer by a serial number, which the stand-in can't have. */
    ISSUER_NAMED_BY_SERIAL,
    /** Its own name constraints leave the trust domain out already. */
    EXCLUDED_BY_ITSELF,
    /** Its own name constraints are such that verifiers don't agree on them. */
    UNCLEAR_NAME_CONSTRAINTS,
    /** A copy would not have the same bytes. */
    NOT_COPIED_EXACTLY
  }
}
