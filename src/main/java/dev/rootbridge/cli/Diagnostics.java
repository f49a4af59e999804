package dev.rootbridge.cli;

import dev.rootbridge.trust.Finding;
import java.io.PrintWriter;

/** What a command has to say about its input, one line each. */
final class Diagnostics {

  private final PrintWriter writer;
  private boolean errors;

  Diagnostics(PrintWriter writer) {
    this.writer = writer;
  }

  void error(Place place, String message) {
    errors = true;
    print(place + ": error: " + message);
  }

  void error(String message) {
    errors = true;
    print("error: " + message);
  }

  void warning(Place place, String message) {
    print(place + ": warning: " + message);
  }

  void warning(String message) {
    print("warning: " + message);
  }

  void report(Place place, Finding finding) {
    String message = finding.rule() + ": " + finding.message();
    switch (finding.severity()) {
      case ERROR -> error(place, message);
      case WARNING -> warning(place, message);
    }
  }

  boolean hasErrors() {
    return errors;
  }

  private void print(String line) {
    writer.println(Screen.printable(line));
    writer.flush();
  }
}
