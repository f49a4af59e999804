package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isTheSha256() {
    assertThat(Fingerprint.of("abc".getBytes(StandardCharsets.US_ASCII))).hasToString(ABC);
  }

  @Test
  void readsWhatOpensslPrints() {
    String colons = ABC.toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:");

    assertThat(Fingerprint.parse(colons)).isEqualTo(new Fingerprint(ABC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ba78", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Fingerprint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a SHA-256 fingerprint is 64 hex digits, with or without colons between the bytes");
  }
}
