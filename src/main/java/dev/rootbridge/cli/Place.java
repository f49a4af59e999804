package dev.rootbridge.cli;

import java.nio.file.Path;

/**
 * A line of a file, shown as {@code file:line}.
 *
 * @param line counted from 1
 */
record Place(Path file, int line) {

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
