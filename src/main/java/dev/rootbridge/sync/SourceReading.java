package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import java.util.List;

/** What a source had to say when it was last looked at. */
public sealed interface SourceReading {

  /** The source's certificates; never empty. */
  record Read(List<Anchor> anchors) implements SourceReading {
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
    KUBECONFIG_REFUSED("KubeconfigRefused");

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
