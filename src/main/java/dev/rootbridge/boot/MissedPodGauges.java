package dev.rootbridge.boot;

import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.PlanView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** How many pods don't trust what they should, by reason; not a number where nobody knows. */
@Singleton
final class MissedPodGauges implements MeterBinder {

  private final PlanView plans;

  MissedPodGauges(PlanView plans) {
    this.plans = plans;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (MissedReason reason : MissedReason.values()) {
      Gauge.builder("rootbridge.missed.pods", plans, view -> count(view, reason))
          .description(
              "Pods with a proxy in opted-in namespaces that don't trust what they should.")
          .tag("reason", reason.metricLabel())
          .register(registry);
    }
  }

  private static double count(PlanView view, MissedReason reason) {
    return view.latest()
        .map(plan -> plan.home().missed())
        .filter(missed -> missed.unknown().isEmpty())
        .map((MissedPods missed) -> (double) missed.count(reason))
        .orElse(Double.NaN);
  }
}
