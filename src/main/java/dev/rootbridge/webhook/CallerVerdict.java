package dev.rootbridge.webhook;

import jakarta.ws.rs.core.Response.Status;

/** Whether a caller may ask about the pods of a remote cluster. */
public sealed interface CallerVerdict {

  /** It may. */
  record Admitted() implements CallerVerdict {}

  /**
   * It may not.
   *
   * @param message what is wrong, with which cluster, and what to do about it; nothing secret
   */
  record Refused(Refusal refusal, String message) implements CallerVerdict {}

  /** Why not. */
  enum Refusal {
    /** It shows no token that the cluster takes. */
    UNAUTHENTICATED(Status.UNAUTHORIZED),
    /** It isn't one of those who may. */
    FORBIDDEN(Status.FORBIDDEN),
    /** Who it is can't be found out now. */
    UNDECIDED(Status.SERVICE_UNAVAILABLE);

    private final Status status;

    Refusal(Status status) {
      this.status = status;
    }

    Status status() {
      return status;
    }
  }
}
