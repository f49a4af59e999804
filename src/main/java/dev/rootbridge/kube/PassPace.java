package dev.rootbridge.kube;

import java.time.Duration;

/**
 * How long a pass waits for more events to share it. While thousands of ConfigMaps are written,
 * each is an event: planning all the time would take the processor from the writing that is waited
 * for. So passes that take long come less often.
 */
final class PassPace {

  static final Duration LEAST = Duration.ofMillis(100);

  /** A pod may be waiting for the bundle of a scope that nobody had before. */
  static final Duration MOST = Duration.ofMillis(500);

  /** At most a sixth of the time goes into planning. */
  private static final int PAUSE_FOR_EACH_PASS = 5;

  private volatile Duration pause = LEAST;

  /** From the first event to the pass. */
  Duration pause() {
    return pause;
  }

  void measure(Runnable pass) {
    long start = System.nanoTime();
    pass.run();
    took(Duration.ofNanos(System.nanoTime() - start));
  }

  /** Takes note of how long the last pass was. */
  void took(Duration pass) {
    Duration wished = pass.multipliedBy(PAUSE_FOR_EACH_PASS);
    pause = wished.compareTo(LEAST) < 0 ? LEAST : wished.compareTo(MOST) > 0 ? MOST : wished;
  }
}
