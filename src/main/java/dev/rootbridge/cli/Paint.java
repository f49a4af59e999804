package dev.rootbridge.cli;

import picocli.CommandLine;

/** Colours, where they are read: on a terminal that wants them, never in a file or a pipe. */
enum Paint {
  PLAIN,
  COLOURED;

  private static final String RED = "\u001b[1;31m";
  private static final String RESET = "\u001b[0m";

  /** As picocli finds out: a terminal, and the variables NO_COLOR and CLICOLOR. */
  static Paint of(CommandLine command) {
    return command.getColorScheme().ansi().enabled() ? COLOURED : PLAIN;
  }

  /** What a reader must not miss. */
  String red(String text) {
    return this == COLOURED ? RED + text + RESET : text;
  }
}
