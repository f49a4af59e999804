package dev.rootbridge.trust;

/** Text that somebody else wrote, made fit for a line of a log or a table. */
public final class Printable {

  private static final int REPLACEMENT = '\uFFFD';

  private Printable() {}

  /** The text with U+FFFD in place of what could forge lines, colours or directions. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isPrintable(c) ? c : REPLACEMENT)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
