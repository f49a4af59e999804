package dev.rootbridge.spiffe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Parsed;
import dev.rootbridge.spiffe.SpiffeBundleOutcome.Rejected;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.SpiffeBundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads SPIFFE bundle documents (SPIFFE Trust Domain and Bundle, section 4): a JWK set (RFC 7517)
 * whose X.509 authorities are taken. Other keys, JWT authorities among them, and unknown members
 * are passed over, as the standard asks; an X.509 authority that can't be read rejects the whole
 * document, so that it doesn't look like one with fewer authorities.
 */
public final class SpiffeBundleReader {

  private static final String X509_USE = "x509-svid";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PemLimits limits;

  /**
   * @param limits what to read at most
   */
  public SpiffeBundleReader(PemLimits limits) {
    this.limits = limits;
  }

  public SpiffeBundleOutcome read(String document) {
    if (document.length() > limits.maxBytes()) {
      return new Rejected(
          "",
          "the document has %d characters, the limit is %d"
              .formatted(document.length(), limits.maxBytes()));
    }
    JsonNode root;
    try {
      root = JSON.readTree(document);
    } catch (JsonProcessingException e) {
      // Its message quotes the document. It has no location where a limit of the parser is passed.
      String line = e.getLocation() == null ? "" : ", in line " + e.getLocation().getLineNr();
      return new Rejected("", "not JSON, too deep, or a member twice" + line);
    }
    if (!root.isObject() || !root.path("keys").isArray()) {
      return new Rejected("/keys", "an array of JSON Web Keys is needed");
    }
    return readSet(root);
  }

  private SpiffeBundleOutcome readSet(JsonNode root) {
    for (String member : List.of("spiffe_sequence", "spiffe_refresh_hint")) {
      JsonNode number = root.path(member);
      if (!number.isMissingNode() && !isCount(number)) {
        return new Rejected("/" + member, "a whole number, 0 or more, is needed");
      }
    }
    List<Anchor> anchors = new ArrayList<>();
    int index = 0;
    for (JsonNode key : root.path("keys")) {
      if (key.path("use").asText().equals(X509_USE)) {
        if (anchors.size() == limits.maxCertificates()) {
          return new Rejected(
              "/keys/" + index,
              "more than %d certificates, which is the limit".formatted(limits.maxCertificates()));
        }
        try {
          anchors.add(anchor(key));
        } catch (IllegalArgumentException e) {
          return new Rejected("/keys/%d/x5c".formatted(index), e.getMessage());
        }
      }
      index++;
    }
    JsonNode sequence = root.path("spiffe_sequence");
    JsonNode hint = root.path("spiffe_refresh_hint");
    return new Parsed(
        new SpiffeBundle(
            anchors,
            sequence.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(sequence.longValue()),
            hint.isMissingNode()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(hint.longValue()))));
  }

  private static boolean isCount(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
  }

  private Anchor anchor(JsonNode key) {
    JsonNode x5c = key.path("x5c");
    if (!x5c.isArray() || x5c.size() != 1 || !x5c.get(0).isTextual()) {
      throw new IllegalArgumentException("exactly one certificate is needed");
    }
    String base64 = x5c.get(0).textValue();
    if (!limits.allowsBase64(base64)) {
      throw new IllegalArgumentException(
          "the certificate is longer than %d bytes, the limit"
              .formatted(limits.maxCertificateBytes()));
    }
    Anchor anchor = Anchor.ofDer(decoded(base64));
    Optional<String> excess = limits.excess(anchor);
    if (excess.isPresent()) {
      throw new IllegalArgumentException(excess.get());
    }
    return anchor;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // The decoder's own message quotes the document.
      throw new IllegalArgumentException("not base64", e);
    }
  }
}
