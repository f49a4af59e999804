package dev.rootbridge.kube;

/** A cluster can't be asked for something. The message says what, where and the remedy. */
public final class ClusterAccessException extends Exception {

  private static final long serialVersionUID = 1;

  ClusterAccessException(String message) {
    super(message);
  }

  ClusterAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
