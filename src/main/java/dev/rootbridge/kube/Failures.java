package dev.rootbridge.kube;

/** Puts what was thrown into words for a condition. */
final class Failures {

  private Failures() {}

  /** The kind and the message of what lies at the root of it, on one line. */
  static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.replaceAll("\\p{Cntrl}+", " "));
  }
}
