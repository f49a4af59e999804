package dev.rootbridge.boot;

import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * A loop that has planned before and does so no more, though it comes round without any change, is
 * stuck, and only a restart mends it. An API server that is away is no reason: plans are made from
 * memory.
 */
@Liveness
@Singleton
final class LoopCheck implements HealthCheck {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);
  private static final int ROUNDS = 10;

  private final PlanView plans;
  private final Clock clock;
  private final Duration patience;

  LoopCheck(PlanView plans, Clock clock, RootbridgeConfig config) {
    this(plans, clock, patience(config.sync().resync()));
  }

  LoopCheck(PlanView plans, Clock clock, Duration patience) {
    this.plans = plans;
    this.clock = clock;
    this.patience = patience;
  }

  static Duration patience(Duration resync) {
    Duration rounds = resync.multipliedBy(ROUNDS);
    return rounds.compareTo(LEAST_PATIENCE) > 0 ? rounds : LEAST_PATIENCE;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> reason = plans.latest().map(this::age).filter(this::isStuck).map(this::words);
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("the sync loop comes round").status(reason.isEmpty());
    reason.ifPresent(text -> response.withData("reason", text));
    return response.build();
  }

  private Duration age(SyncPlan plan) {
    return Duration.between(plan.madeAt(), clock.instant());
  }

  private boolean isStuck(Duration age) {
    return age.compareTo(patience) > 0;
  }

  private String words(Duration age) {
    return "the last plan was made "
        + age.toSeconds()
        + " s ago, and a new one is due every few seconds (rootbridge.sync.resync)";
  }
}
