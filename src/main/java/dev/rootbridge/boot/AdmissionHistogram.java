package dev.rootbridge.boot;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Lets admissions be told by how long they took: averages hide the few pods that waited. The steps
 * are few, for there is a series for each of them and each reason.
 */
@Singleton
final class AdmissionHistogram implements MeterFilter {

  static final String ADMISSIONS = "rootbridge.admissions";

  private static final double[] NANOSECONDS =
      Stream.of(1, 5, 25, 100, 500, 2_500)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return id.getName().equals(ADMISSIONS)
        ? DistributionStatisticConfig.builder()
            .serviceLevelObjectives(NANOSECONDS)
            .build()
            .merge(config)
        : config;
  }
}
