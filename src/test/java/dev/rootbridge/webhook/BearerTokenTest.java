package dev.rootbridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"Bearer eyJh.eyJp.c2ln-_", "bearer eyJh.eyJp.c2ln-_ "})
  void theTokenIsTakenOutOfTheHeader(String header) {
    assertThat(BearerToken.fromHeader(header)).get().returns("eyJh.eyJp.c2ln-_", BearerToken::text);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer a b", "Bearer a\u0007"})
  void anythingElseIsNoToken(String header) {
    assertThat(BearerToken.fromHeader(header)).isEmpty();
  }

  @Test
  void aTokenThatIsTooLongIsNone() {
    String longest = "x".repeat(BearerToken.MAX_LENGTH);

    assertThat(BearerToken.fromHeader("Bearer " + longest)).isPresent();
    assertThat(BearerToken.fromHeader("Bearer x" + longest)).isEmpty();
  }

  @Test
  void itDoesNotShow() {
    assertThat(BearerToken.fromHeader("Bearer s3cret").orElseThrow().toString())
        .doesNotContain("s3cret");
  }
}
