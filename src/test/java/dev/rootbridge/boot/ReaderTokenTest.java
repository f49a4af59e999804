package dev.rootbridge.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.webhook.BearerToken;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderTokenTest {

  @Test
  void aBearerToken() {
    assertThat(ReaderToken.fromHeader("Bearer abc.def-123"))
        .map(BearerToken::text)
        .hasValue("abc.def-123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"any:abc.def", ":abc.def"})
  void thePasswordOfAnyName(String pair) {
    assertThat(ReaderToken.fromHeader("Basic " + base64(pair)))
        .map(BearerToken::text)
        .hasValue("abc.def");
    assertThat(ReaderToken.fromHeader("basic  " + base64(pair)))
        .map(BearerToken::text)
        .hasValue("abc.def");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Digest abc",
        "abc",
        // No colon; no password; spaces and control characters in it.
        "Basic YWJj",
        "Basic YTo=",
        "Basic YTpiIGM=",
        "Basic YTpiCmM="
      })
  void nothingElse(String header) {
    assertThat(ReaderToken.fromHeader(header)).isEmpty();
  }

  @Test
  void nothingEndless() {
    assertThat(ReaderToken.fromHeader("Basic " + base64("a:" + "x".repeat(20_000)))).isEmpty();
    assertThat(ReaderToken.fromHeader("Basic " + base64("a:" + "x".repeat(8_500)))).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
