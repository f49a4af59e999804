package dev.rootbridge.kube;

import java.time.Duration;

/**
 * How replicas agree on the one that writes.
 *
 * @param duration how long the others wait after the last renewal before one of them takes over
 * @param renewDeadline how long after its last renewal the holder still writes; what lies between
 *     that and {@code duration} is for clocks that differ and for writes that are under way
 * @param retryPeriod how often the holder renews and the others ask
 */
public record LeaseSettings(Duration duration, Duration renewDeadline, Duration retryPeriod) {

  /** What Kubernetes' own controllers have. */
  public static final LeaseSettings DEFAULT =
      new LeaseSettings(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /**
   * Checks that they fit together.
   *
   * @throws IllegalArgumentException if they don't; names the settings
   */
  public LeaseSettings {
    if (duration.toSeconds() < 1 || !duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      throw new IllegalArgumentException(
          "rootbridge.lease.duration is " + duration + ": it must be whole seconds");
    }
    if (renewDeadline.compareTo(duration) >= 0) {
      throw new IllegalArgumentException(
          "rootbridge.lease.renew-deadline is %s: it must be shorter than the duration, %s"
              .formatted(renewDeadline, duration));
    }
    // The elector waits for up to 2.2 periods between two tries.
    if (retryPeriod.isZero()
        || retryPeriod.isNegative()
        || retryPeriod.multipliedBy(5).compareTo(renewDeadline.multipliedBy(2)) > 0) {
      throw new IllegalArgumentException(
          "rootbridge.lease.retry-period is %s: it must be at most two fifths of the renew deadline, %s"
              .formatted(retryPeriod, renewDeadline));
    }
  }
}
