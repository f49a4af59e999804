package dev.rootbridge.trust;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The identity of a workload, {@code spiffe://<trust domain><path>} (SPIFFE-ID standard, section
 * 2), or of a CA, which has no path. What only looks like one is none.
 *
 * @param trustDomain whose identity it is
 * @param path empty, or segments each with a slash before it
 */
public record SpiffeId(TrustDomain trustDomain, String path) {

  private static final String SCHEME = "spiffe://";
  private static final int MAX_BYTES = 2048;
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)*");
  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(/|$)");

  /**
   * @throws IllegalArgumentException if the path isn't one
   */
  public SpiffeId {
    Objects.requireNonNull(trustDomain, "trustDomain");
    if (!PATH.matcher(path).matches() || DOT_SEGMENT.matcher(path).find()) {
      throw new IllegalArgumentException(
          "the path of a SPIFFE ID is segments of letters, digits, '.', '-' and '_', none of them"
              + " empty or a relative one");
    }
  }

  /** Whether a URI claims to be a SPIFFE ID, well-formed or not. */
  public static boolean isClaimedBy(String uri) {
    return uri.regionMatches(true, 0, "spiffe:", 0, "spiffe:".length());
  }

  /**
   * Reads a SPIFFE ID to the letter: no capitals outside the path, no port, user, query or
   * fragment, no percent-encoding.
   *
   * @throws IllegalArgumentException if it is none; the message doesn't repeat the input
   */
  public static SpiffeId parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new IllegalArgumentException("a SPIFFE ID begins with " + SCHEME);
    }
    if (uri.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("a SPIFFE ID has at most " + MAX_BYTES + " bytes");
    }
    int slash = uri.indexOf('/', SCHEME.length());
    int end = slash < 0 ? uri.length() : slash;
    return new SpiffeId(new TrustDomain(uri.substring(SCHEME.length(), end)), uri.substring(end));
  }

  @Override
  public String toString() {
    return SCHEME + trustDomain + path;
  }
}
