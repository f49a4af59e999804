package dev.rootbridge.inject;

/** Values that a stranger wrote, made fit for a line of text that a person or a terminal reads. */
final class Printable {

  private static final String CUT = "...";

  private Printable() {}

  static boolean isPrintable(String text) {
    return text.chars().allMatch(Printable::isPrintable);
  }

  /**
   * The value with everything but printable ASCII, and quotes and backslashes too, written as a
   * backslash, {@code u} and four hex digits.
   *
   * @param maxLength in characters, at least 3; what is longer ends in three dots
   */
  static String escaped(String value, int maxLength) {
    StringBuilder text = new StringBuilder(Math.min(value.length(), maxLength));
    int cutAt = 0;
    for (int i = 0; i < value.length(); i++) {
      text.append(escaped(value.charAt(i)));
      if (text.length() > maxLength) {
        text.setLength(cutAt);
        return text.append(CUT).toString();
      }
      if (text.length() <= maxLength - CUT.length()) {
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
