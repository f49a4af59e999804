package dev.rootbridge.boot;

import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A loop that stands still looks like one that has nothing to do, but for this. */
@Singleton
final class PlanAgeGauge implements MeterBinder {

  private final PlanView plans;
  private final Clock clock;
  private final Instant start;

  PlanAgeGauge(PlanView plans, Clock clock) {
    this.plans = plans;
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("rootbridge.plan.age.seconds", this, PlanAgeGauge::age)
        .description("For how long this replica has made no new plan, its first one included.")
        .register(registry);
  }

  private double age() {
    Instant last = plans.latest().map(SyncPlan::madeAt).orElse(start);
    return Duration.between(last, clock.instant()).toMillis() / 1000.0;
  }
}
