package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import java.util.List;
import java.util.OptionalLong;

/** What a source had to say when it was last looked at. */
public sealed interface SourceReading {

  /**
   * The source's certificates; never empty.
   *
   * @param sequence grows with every change, where the source counts them
   */
  record Read(List<Anchor> anchors, OptionalLong sequence) implements SourceReading {

    /** From a source that doesn't count its changes. */
    public Read(List<Anchor> anchors) {
      this(anchors, OptionalLong.empty());
    }

    public Read {
      anchors = List.copyOf(anchors);
      if (anchors.isEmpty()) {
        throw new IllegalArgumentException("a source without certificates is a failed one");
      }
    }
  }

  /**
   * Nothing usable. What was published before stays.
   *
   * @param message what is wrong, where, and what to do about it; one line
   */
  record Failed(Failure failure, String message) implements SourceReading {}

  /** Why a source can't be used; the names are condition reasons. */
  enum Failure {
    NOT_YET_READ("NotYetRead"),
    NOT_FOUND("NotFound"),
    UNREACHABLE("Unreachable"),
    MALFORMED("Malformed"),
    /** There is a source, but no certificate in it. */
    EMPTY("Empty"),
    KUBECONFIG_REFUSED("KubeconfigRefused"),
    /** The Secret, or the key in it, is of a kind that roots are never read from. */
    SECRET_REFUSED("SecretRefused"),
    /** The source leads to an address that no source may lead to. */
    ADDRESS_REFUSED("AddressRefused"),
    /** Whoever answers isn't whom the source names. */
    NOT_AUTHENTIC("NotAuthentic"),
    /** The source says less than it said before: an old document is played again. */
    SEQUENCE_WENT_BACK("SequenceWentBack"),
    /** There are several where one is needed. */
    AMBIGUOUS("Ambiguous"),
    /** The cluster doesn't serve that kind of source. */
    NOT_SERVED("NotServed");

    private final String reason;

    Failure(String reason) {
      this.reason = reason;
    }

    /** The CamelCase reason for a condition. */
    public String reason() {
      return reason;
    }
  }
}
