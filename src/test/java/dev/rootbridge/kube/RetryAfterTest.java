package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aBusyServerIsLeftAloneForAsLongAsItSays(int code) {
    assertThat(RetryAfter.of(code, "7")).contains(Duration.ofSeconds(7));
  }

  /** The API server hands on what an admission webhook of one namespace says. */
  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 422, 500})
  void aRefusalOfOneObjectIsNoWordForAll(int code) {
    assertThat(RetryAfter.of(code, "31536000")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"31536000", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void nobodySilencesWritesForMoreThanAMinute(String header) {
    assertThat(RetryAfter.of(429, header)).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999"})
  void whatIsNoneIsAsIfItWereNotThere(String header) {
    assertThat(RetryAfter.of(429, header)).isEmpty();
  }

  @Test
  void noneIsNone() {
    assertThat(RetryAfter.of(503, null)).isEmpty();
  }
}
