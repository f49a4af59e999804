package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a token says of itself, where it is one of Kubernetes (RFC 7519, section 4.1). Nobody has
 * verified it.
 *
 * @param subject whose it is
 * @param ends when it ends
 */
record TokenClaims(Optional<String> subject, Optional<Instant> ends) {

  private static final TokenClaims NONE = new TokenClaims(Optional.empty(), Optional.empty());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A token of another make may be good all the same. */
  static TokenClaims of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return NONE;
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return new TokenClaims(
          Optional.of(claims.path("sub").asText()).filter(subject -> !subject.isEmpty()),
          claims.path("exp").canConvertToLong()
              ? Optional.of(Instant.ofEpochSecond(claims.path("exp").asLong()))
              : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      return NONE;
    }
  }
}
