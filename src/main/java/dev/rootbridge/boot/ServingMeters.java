package dev.rootbridge.boot;

import dev.rootbridge.serving.ServedCertificate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What alerts watch in every mode. */
final class ServingMeters {

  private ServingMeters() {}

  static void register(MeterRegistry meters, ServedCertificate served) {
    Gauge.builder("rootbridge.serving.certificate.expiry.seconds", served, ServingMeters::expiry)
        .description("When the serving certificate ends, in seconds since 1970; NaN without one.")
        .strongReference(true)
        .register(meters);
  }

  private static double expiry(ServedCertificate served) {
    return served
        .identity()
        .map(identity -> (double) identity.notAfter().getEpochSecond())
        .orElse(Double.NaN);
  }
}
