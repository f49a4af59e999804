package dev.rootbridge.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes {@code managedFields} out of a review before it is parsed. They are half of its bytes and,
 * with their escaped quotes, more than half of the work of parsing it, and no decision looks at
 * them; a library's parser would have to read them to know where they end. {@code
 * docs/performance.md} has what this saves.
 *
 * <p>It knows the form that Go writes, without white space, and the first occurrence; all else is
 * left to the parser, which takes a little longer. What is cut isn't checked: nothing reads it.
 */
final class ManagedFieldsCut {

  /**
   * In valid JSON these characters are a member's name and the start of its value: inside a string
   * the second quote would have a backslash before it. The character before them tells whether they
   * are the whole name.
   */
  private static final String START = "\"managedFields\":[";

  private ManagedFieldsCut() {}

  /**
   * The body with an empty list in their place.
   *
   * @param body JSON in UTF-8; of what is no JSON the parser still finds that it is none, unless
   *     just the managed fields are at fault
   */
  static byte[] from(byte[] body) {
    // One character a byte, so that its search, which the JVM has in machine code, gives offsets.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int start = text.indexOf(START);
    if (start < 1 || !isBeforeName(text.charAt(start - 1))) {
      return body;
    }
    int first = start + START.length();
    int end = endOfList(body, first);
    if (end < 0) {
      return body;
    }
    byte[] rest = Arrays.copyOf(body, first + body.length - end);
    System.arraycopy(body, end, rest, first, body.length - end);
    return rest;
  }

  private static boolean isBeforeName(char character) {
    return character == '{' || character == ',';
  }

  /**
   * Where the bracket is that closes a list.
   *
   * @param first the first byte in the list
   * @return -1 if it isn't closed
   */
  private static int endOfList(byte[] body, int first) {
    int open = 1;
    for (int i = first; i < body.length; i++) {
      switch (body[i]) {
        case '"' -> i = endOfString(body, i + 1);
        case '[', '{' -> open++;
        case ']', '}' -> {
          open--;
          if (open == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private static int endOfString(byte[] body, int first) {
    int i = first;
    while (i < body.length && body[i] != '"') {
      i += body[i] == '\\' ? 2 : 1;
    }
    return i;
  }
}
