package dev.rootbridge.kube;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * How many requests may be made yet, so that a large change leaves the API server to others too.
 */
final class WriteBudget {

  /** Empty for no limit. */
  private final Optional<Bucket> bucket;

  WriteBudget(WriteLimits limits) {
    this.bucket =
        limits.perSecond() == 0
            ? Optional.empty()
            : Optional.of(
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit
                                .capacity(limits.burst())
                                .refillGreedy(limits.perSecond(), Duration.ofSeconds(1)))
                    .build());
  }

  /**
   * Takes one request out of it, if there is one.
   *
   * @return 0, or in how many nanoseconds there will be
   */
  long take() {
    if (bucket.isEmpty()) {
      return 0;
    }
    ConsumptionProbe probe = bucket.get().tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
  }

  /** Takes one that can't wait, as what it belongs to has begun; later ones make up for it. */
  void owe() {
    bucket.ifPresent(found -> found.consumeIgnoringRateLimits(1));
  }
}
