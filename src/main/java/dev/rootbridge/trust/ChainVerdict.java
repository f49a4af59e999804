package dev.rootbridge.trust;

import java.util.List;

/** What a verifier makes of a certificate chain. */
public sealed interface ChainVerdict {

  /**
   * The chain is trusted.
   *
   * @param identity who presents it
   * @param path from the workload's certificate to the anchor, both included
   */
  record Accepted(SpiffeId identity, List<Anchor> path) implements ChainVerdict {
    public Accepted {
      path = List.copyOf(path);
    }

    /** The anchor that the chain ends at. */
    public Anchor anchor() {
      return path.get(path.size() - 1);
    }
  }

  /**
   * The chain isn't trusted.
   *
   * @param reason stable
   * @param message what is wrong with which certificate, one line
   */
  record Refused(Reason reason, String message) implements ChainVerdict {}

  /** Why a chain isn't trusted. */
  enum Reason {
    /** The first certificate is a CA's or has not exactly one SPIFFE ID. */
    NO_IDENTITY("NoIdentity"),
    /** No path leads to an anchor. */
    NO_ANCHOR("NoAnchor"),
    /** Another anchor of the same name may be taken for the issuer, by the order of the file. */
    AMBIGUOUS_ISSUER("AmbiguousIssuer"),
    /** The path holds a certificate that isn't valid now. */
    NOT_VALID_NOW("NotValidNow"),
    /** The path holds an issuer that may not issue. */
    NOT_A_CA("NotACa"),
    PATH_TOO_LONG("PathTooLong"),
    /** A name in the path is outside what an issuer above it may vouch for. */
    OUTSIDE_NAME_CONSTRAINTS("OutsideNameConstraints"),
    UNKNOWN_CRITICAL_EXTENSION("UnknownCriticalExtension"),
    /** The path's certificates may not be used for mutual TLS. */
    WRONG_PURPOSE("WrongPurpose"),
    /** Something in the chain can't be understood. */
    UNREADABLE("Unreadable");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** CamelCase, as commands show it; never changed. */
    public String label() {
      return label;
    }
  }
}
