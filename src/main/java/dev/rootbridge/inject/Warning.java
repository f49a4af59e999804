package dev.rootbridge.inject;

/**
 * One line for the person who made the pod. The API server drops or cuts warnings that are longer
 * or hold control characters.
 *
 * @param text at most {@value #MAX_LENGTH} printable ASCII characters
 */
public record Warning(String text) {

  static final int MAX_LENGTH = 200;

  public Warning {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a warning has at most " + MAX_LENGTH + " characters, this one has " + text.length());
    }
    if (!Printable.isPrintable(text)) {
      throw new IllegalArgumentException("a warning holds printable ASCII characters only");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
