package dev.rootbridge.webhook;

import dev.rootbridge.inject.Reason;
import dev.rootbridge.webhook.CallerVerdict.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/** What the webhook counts. No label names a namespace or a pod. */
final class AdmissionMeters {

  private final MeterRegistry meters;

  AdmissionMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  Timer.Sample begin() {
    return Timer.start(meters);
  }

  void decided(Timer.Sample begun, Reason reason) {
    begun.stop(
        Timer.builder("rootbridge.admissions")
            .description("Pods that were decided about, and how long that took.")
            .tag("outcome", reason.outcome().code())
            .tag("reason", reason.metricLabel())
            .register(meters));
  }

  /**
   * @param cluster one that is configured: others would be as many as callers like
   */
  void refused(String cluster, Refusal refusal) {
    Counter.builder("rootbridge.callers.refused")
        .description("Callers for remote clusters that were turned away.")
        .tag("cluster", cluster)
        .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }
}
