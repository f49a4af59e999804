package dev.rootbridge.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bearer token as a caller sent it (RFC 6750). It doesn't show in text: who reads a log must not
 * become the caller.
 */
public final class BearerToken {

  /** Three times a projected ServiceAccount token; nothing longer is worth a review. */
  static final int MAX_LENGTH = 8 * 1024;

  private static final String SCHEME = "bearer ";

  /** {@code b64token}. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final String text;

  private BearerToken(String text) {
    this.text = text;
  }

  /**
   * Reads an {@code Authorization} header.
   *
   * @param header null where there is none
   * @return empty if it holds no bearer token, one of another form, or one that is too long
   */
  public static Optional<BearerToken> fromHeader(String header) {
    if (header == null
        || header.length() > MAX_LENGTH + SCHEME.length()
        || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    String text = header.substring(SCHEME.length()).strip();
    return FORM.matcher(text).matches() ? Optional.of(new BearerToken(text)) : Optional.empty();
  }

  /** The token itself, for the API server that is to judge it. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "a bearer token";
  }
}
