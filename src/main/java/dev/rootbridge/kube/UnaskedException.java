package dev.rootbridge.kube;

/** An API server sent what nobody asked for, or more than there is room for. */
final class UnaskedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message no words of the server's
   */
  UnaskedException(String message) {
    super(message);
  }
}
