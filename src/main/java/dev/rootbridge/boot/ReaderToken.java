package dev.rootbridge.boot;

import dev.rootbridge.webhook.BearerToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The token that a reader of the page shows: as a bearer token (RFC 6750) or, since browsers can
 * ask for nothing else without a script, as the password of any user name (RFC 7617).
 */
final class ReaderToken {

  private static final String BASIC = "basic ";

  /** A token as long as one may be, in base64 with a name before it. */
  private static final int LONGEST = 12 * 1024;

  private ReaderToken() {}

  /**
   * @return empty if the header holds neither
   */
  static Optional<BearerToken> fromHeader(String header) {
    return BearerToken.fromHeader(header).or(() -> password(header).flatMap(ReaderToken::bearer));
  }

  private static Optional<BearerToken> bearer(String token) {
    return BearerToken.fromHeader("Bearer " + token);
  }

  private static Optional<String> password(String header) {
    if (header.length() > LONGEST || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(header.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
