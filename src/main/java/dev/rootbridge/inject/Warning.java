package dev.rootbridge.inject;

import java.util.List;

/**
 * One line for the person who made the pod. The API server drops or cuts warnings that are longer
 * or hold control characters.
 *
 * @param text at most {@value #MAX_LENGTH} printable ASCII characters
 */
public record Warning(String text) {

  static final int MAX_LENGTH = 200;

  private static final String GAP = "{}";

  /**
   * Checks that the API server will pass it on.
   *
   * @throws IllegalArgumentException if it is too long or not printable ASCII
   */
  public Warning {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a warning has at most " + MAX_LENGTH + " characters, this one has " + text.length());
    }
    if (!Printable.isPrintable(text)) {
      throw new IllegalArgumentException("a warning holds printable ASCII characters only");
    }
  }

  /**
   * A warning around values that a stranger wrote. They share the room that the template leaves, so
   * that cause and remedy are never cut off.
   *
   * @param template printable ASCII with a {@code {}} for each value
   * @param values as they are; they come out quoted, escaped and, if need be, cut
   */
  static Warning of(String template, List<String> values) {
    StringBuilder text = new StringBuilder(MAX_LENGTH);
    // The two characters of each gap make room for the quotes.
    int room = MAX_LENGTH - template.length();
    int start = 0;
    for (String value : values) {
      int gap = template.indexOf(GAP, start);
      text.append(template, start, gap);
      text.append('\'').append(Printable.escaped(value, room / values.size())).append('\'');
      start = gap + GAP.length();
    }
    return new Warning(text.append(template, start, template.length()).toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
