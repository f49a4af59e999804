package dev.rootbridge.explain;

import java.util.Optional;

/** How something that was looked at stands, in one line each. */
public sealed interface Outcome {

  /** What was found. */
  String text();

  /** What mends it, a command where one is enough; empty where nothing needs mending. */
  default Optional<String> remedy() {
    return Optional.empty();
  }

  /** It is as it should be. */
  record Ok(String text) implements Outcome {}

  /** It works, and somebody should know. */
  record Warning(String text, Optional<String> remedy) implements Outcome {
    public Warning(String text, String remedy) {
      this(text, Optional.of(remedy));
    }
  }

  /** It doesn't work as it is. */
  record Failed(String text, Optional<String> remedy) implements Outcome {
    public Failed(String text, String remedy) {
      this(text, Optional.of(remedy));
    }
  }

  /** It couldn't be looked at. */
  record Unknown(String text, Optional<String> remedy) implements Outcome {
    public Unknown(String text, String remedy) {
      this(text, Optional.of(remedy));
    }
  }
}
