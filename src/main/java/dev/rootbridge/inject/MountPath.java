package dev.rootbridge.inject;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A path inside a Linux container, cleaned so that equal places compare equal; the kubelet takes a
 * relative path from the root.
 *
 * @param clean absolute, without {@code .}, {@code ..}, double or trailing slashes
 */
record MountPath(String clean) {

  static MountPath of(String raw) {
    return isClean(raw) ? new MountPath(raw) : new MountPath(cleaned(raw));
  }

  /** Whether nothing is to be done, which holds for nearly all; may say no to a clean one. */
  private static boolean isClean(String raw) {
    return raw.length() > 1
        && raw.charAt(0) == '/'
        && raw.charAt(raw.length() - 1) != '/'
        && !raw.contains("//")
        && !raw.contains("/.");
  }

  private static String cleaned(String raw) {
    Deque<String> parts = new ArrayDeque<>();
    int start = 0;
    while (start < raw.length()) {
      int slash = raw.indexOf('/', start);
      int end = slash < 0 ? raw.length() : slash;
      String part = raw.substring(start, end);
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
      start = end + 1;
    }
    return "/" + String.join("/", parts);
  }

  /** Whether the other place is this one or below it. */
  boolean contains(MountPath other) {
    return clean.length() == 1
        || (other.clean.startsWith(clean)
            && (other.clean.length() == clean.length()
                || other.clean.charAt(clean.length()) == '/'));
  }

  /** Whether mounting one would hide, or be nested in, the other. */
  boolean overlaps(MountPath other) {
    return contains(other) || other.contains(this);
  }
}
