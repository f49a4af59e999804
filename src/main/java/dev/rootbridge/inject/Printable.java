package dev.rootbridge.inject;

/** Values that a stranger wrote, made fit for a line of text that a person or a terminal reads. */
final class Printable {

  /** A DNS label, a container or a volume name fits whole. */
  static final int MAX_VALUE_LENGTH = 63;

  private static final String CUT = "...";

  private Printable() {}

  static boolean isPrintable(String text) {
    return text.chars().allMatch(Printable::isPrintable);
  }

  /** The value in single quotes, escaped and cut so that it stays one short printable line. */
  static String quoted(String value) {
    return "'" + escaped(value) + "'";
  }

  /**
   * The value with everything but printable ASCII, quotes and backslashes written as {@code
   * \}{@code uXXXX}, of at most {@link #MAX_VALUE_LENGTH} characters.
   */
  static String escaped(String value) {
    StringBuilder text = new StringBuilder(Math.min(value.length(), MAX_VALUE_LENGTH));
    int cutAt = 0;
    for (int i = 0; i < value.length(); i++) {
      text.append(escaped(value.charAt(i)));
      if (text.length() > MAX_VALUE_LENGTH) {
        text.setLength(cutAt);
        return text.append(CUT).toString();
      }
      if (text.length() <= MAX_VALUE_LENGTH - CUT.length()) {
        cutAt = text.length();
      }
    }
    return text.toString();
  }

  private static String escaped(char c) {
    boolean plain = isPrintable(c) && c != '\'' && c != '"' && c != '\\';
    return plain ? String.valueOf(c) : String.format("\\u%04x", (int) c);
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c <= '~';
  }
}
