package dev.rootbridge.cli;

import java.util.Optional;
import java.util.regex.Pattern;

/** A command for people to paste into a shell. */
record ShellLine(String text) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** With an option, if it was given. */
  ShellLine with(String option, Optional<?> value) {
    return value
        .map(given -> new ShellLine(text + " " + option + " " + quoted(given.toString())))
        .orElse(this);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return text;
  }
}
