package dev.rootbridge.cli;

/** How the commands that ask a cluster end. */
final class ExitCodes {

  /** All is as it should be. */
  static final int OK = 0;

  /** What was asked about isn't as it should be, or isn't there; what was found is printed. */
  static final int FOUND_WANTING = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The cluster gave no answer: not reached, not allowed, or without Rootbridge. */
  static final int NO_ANSWER = 3;

  /** A fault of the command itself (EX_SOFTWARE of sysexits.h), which says nothing of a cluster. */
  static final int CRASHED = 70;

  static final String HEADING = "%nExit codes:%n";

  private ExitCodes() {}
}
