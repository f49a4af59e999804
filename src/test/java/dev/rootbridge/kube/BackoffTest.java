package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void itDoublesUpToItsLimit() {
    Backoff without = new Backoff(FIRST, LIMIT, () -> 0);

    assertThat(IntStream.of(1, 2, 3, 7, 8, 100).mapToObj(without::after))
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(32),
            LIMIT,
            LIMIT);
  }

  @Test
  void whatFailedTogetherComesBackApart() {
    Backoff backoff = new Backoff(FIRST, LIMIT, new Random(1));

    assertThat(IntStream.range(0, 1000).mapToObj(round -> backoff.after(20)))
        .allMatch(wait -> wait.compareTo(LIMIT.dividedBy(2)) >= 0)
        .allMatch(wait -> wait.compareTo(LIMIT) <= 0)
        .doesNotHaveDuplicates();
  }
}
