package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values, by a chance that is given; that they are kept to is for the sources' own tests. */
class PollingPaceTest {

  private static final PollingPace PACE = PollingPace.DEFAULT;

  @ParameterizedTest
  @CsvSource({
    // hint, latest, earliest
    "0, 7500, 6000",
    "1, 7500, 6000",
    "30, 7500, 6000",
    "300, 75000, 60000",
    "3600, 900000, 720000",
    "3601, 900000, 720000",
    "9223372036854775, 900000, 720000"
  })
  void hintsAreHonouredBetween30SecondsAndAnHourWithFourTriesEach(
      long seconds, long latest, long earliest) {
    Optional<Duration> hint = Optional.of(Duration.ofSeconds(seconds));
    assertThat(PACE.afterSuccess(hint, 0)).hasMillis(latest);
    assertThat(PACE.afterSuccess(hint, 1)).hasMillis(earliest);
  }

  @Test
  void withoutAHintItIsFiveMinutes() {
    assertThat(PACE.afterSuccess(Optional.empty(), 0)).hasSeconds(75);
  }

  @ParameterizedTest
  @CsvSource({"1, 2000", "2, 4000", "3, 8000", "6, 64000", "7, 75000", "1000, 75000"})
  void failuresBackOffExponentiallyUpToTheOrdinaryPace(int failures, long latest) {
    assertThat(PACE.afterFailure(Optional.empty(), failures, 0)).hasMillis(latest);
    assertThat(PACE.afterFailure(Optional.empty(), failures, 1)).hasMillis(latest / 2);
  }

  @Test
  void aShortHintBoundsTheBackoffToo() {
    Optional<Duration> hint = Optional.of(Duration.ofSeconds(1));
    assertThat(PACE.afterFailure(hint, 50, 0)).hasMillis(7500);
  }
}
