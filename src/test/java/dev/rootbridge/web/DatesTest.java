package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {

  private static final Instant NOW = Instant.parse("2026-11-15T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P3650D   | 2036-11-12, in 3650 days
          P2D      | 2026-11-17, in 2 days
          PT47H59M | 2026-11-17, in 47 hours
          PT1H     | 2026-11-15, in 1 hour
          PT59M    | 2026-11-15, in 59 minutes
          PT0S     | 2026-11-15, in 0 minutes
          PT-1M    | 2026-11-15, expired 1 minute ago
          P-3D     | 2026-11-12, expired 3 days ago
          """)
  void expiry(Duration away, String words) {
    assertThat(Dates.expiry(NOW.plus(away), NOW)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT25H | 2026-11-16 13:00:00 UTC, in 25 hours
          PT-1S | 2026-11-15 11:59:59 UTC, which is past
          """)
  void due(Duration away, String words) {
    assertThat(Dates.due(NOW.plus(away), NOW)).isEqualTo(words);
  }
}
