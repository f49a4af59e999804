package dev.rootbridge.kube;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a bundle endpoint is asked. Its refresh hint is how old an answer may get, so it is
 * asked several times within it, and one failed try does no harm; but the hint is the endpoint's
 * word, and neither makes this a flood nor ends it.
 *
 * @param leastHint a shorter hint counts as this
 * @param greatestHint a longer one counts as this
 * @param defaultHint where the endpoint gives none
 * @param triesPerHint how often it is asked within the hint
 * @param firstRetry about how long after a first failure it is asked again; doubled with each more
 */
record PollingPace(
    Duration leastHint,
    Duration greatestHint,
    Duration defaultHint,
    int triesPerHint,
    Duration firstRetry) {

  static final PollingPace DEFAULT =
      new PollingPace(
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          4,
          Duration.ofSeconds(2));

  private static final int MAX_DOUBLINGS = 20;

  /**
   * When to ask again after an answer: up to a fifth earlier than the hint's part, so that many
   * sources of one endpoint part ways.
   *
   * @param chance from 0 (inclusive) to 1
   */
  Duration afterSuccess(Optional<Duration> hint, double chance) {
    return scaled(interval(hint), 1 - 0.2 * chance);
  }

  /**
   * When to ask again after a failure: with exponential backoff, of which half is left to chance,
   * and no later than after a success.
   *
   * @param failures in a row, at least 1
   * @param chance from 0 (inclusive) to 1
   */
  Duration afterFailure(Optional<Duration> hint, int failures, double chance) {
    Duration backoff = firstRetry.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Duration longest = interval(hint);
    return scaled(backoff.compareTo(longest) > 0 ? longest : backoff, 1 - 0.5 * chance);
  }

  private Duration interval(Optional<Duration> hint) {
    Duration honoured = hint.orElse(defaultHint);
    if (honoured.compareTo(leastHint) < 0) {
      honoured = leastHint;
    }
    if (honoured.compareTo(greatestHint) > 0) {
      honoured = greatestHint;
    }
    return honoured.dividedBy(triesPerHint);
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofMillis(Math.round(duration.toMillis() * factor));
  }
}
