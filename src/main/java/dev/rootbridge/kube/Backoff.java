package dev.rootbridge.kube;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: twice as long after each, up to a limit, and by chance up to
 * half of it less, so that what failed together doesn't come back together.
 */
record Backoff(Duration first, Duration limit, RandomGenerator random) {

  /**
   * @param failures in a row, at least one
   */
  Duration after(int failures) {
    long nanos = first.toNanos();
    for (int doubled = 1; doubled < failures && nanos < limit.toNanos(); doubled++) {
      nanos *= 2;
    }
    nanos = Math.min(nanos, limit.toNanos());
    return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
  }
}
