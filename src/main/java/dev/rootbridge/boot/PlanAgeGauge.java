package dev.rootbridge.boot;

import dev.rootbridge.sync.PlanView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** A loop that stands still looks like one that has nothing to do, but for this. */
@Singleton
final class PlanAgeGauge implements MeterBinder {

  private final PlanView plans;
  private final Clock clock;

  PlanAgeGauge(PlanView plans, Clock clock) {
    this.plans = plans;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("rootbridge.plan.age.seconds", this, PlanAgeGauge::age)
        .description("For how long this replica has made no new plan; NaN before its first.")
        .register(registry);
  }

  private double age() {
    return plans
        .latest()
        .map(plan -> Duration.between(plan.madeAt(), clock.instant()).toMillis() / 1000.0)
        .orElse(Double.NaN);
  }
}
