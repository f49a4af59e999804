package dev.rootbridge.cli;

import java.io.PrintWriter;

/** What a command has to say about its input, on the error stream, one line each. */
final class Diagnostics {

  private final PrintWriter err;
  private boolean errors;

  Diagnostics(PrintWriter err) {
    this.err = err;
  }

  void error(Place place, String message) {
    error(place + ": " + message);
  }

  void error(String message) {
    errors = true;
    print("error: " + message);
  }

  void warning(Place place, String message) {
    warning(place + ": " + message);
  }

  void warning(String message) {
    print("warning: " + message);
  }

  boolean hasErrors() {
    return errors;
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }
}
