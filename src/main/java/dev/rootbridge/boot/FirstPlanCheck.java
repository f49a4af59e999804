package dev.rootbridge.boot;

import dev.rootbridge.sync.PlanView;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Before the first plan every namespace is unknown, and pods would be admitted without a patch. */
@Readiness
@Singleton
final class FirstPlanCheck implements HealthCheck {

  private final PlanView plans;

  FirstPlanCheck(PlanView plans) {
    this.plans = plans;
  }

  @Override
  public HealthCheckResponse call() {
    boolean isRead = plans.latest().isPresent();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("the cluster has been read").status(isRead);
    if (!isRead) {
      response.withData(
          "reason", "not all that is followed has been listed yet; the log says what can't be");
    }
    return response.build();
  }
}
