package dev.rootbridge.boot;

import dev.rootbridge.serving.ServedCertificate;
import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** No API server gets through to a replica whose certificate it can't believe. */
@UnlessBuildProfile("dev")
@Readiness
@Singleton
final class ServingCheck implements HealthCheck {

  private final ServedCertificate served;

  ServingCheck(ServedCertificate served) {
    this.served = served;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> reason = served.whyNotReady();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("the serving certificate is valid").status(reason.isEmpty());
    reason.or(served::problem).ifPresent(text -> response.withData("reason", text));
    return response.build();
  }
}
