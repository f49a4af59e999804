package dev.rootbridge.cli;

/** What commands exit with; wrong usage is 2, which picocli sets. */
final class ExitCode {

  static final int DONE = 0;

  /** The input was understood, and the answer is no. */
  static final int REJECTED = 1;

  private ExitCode() {}
}
