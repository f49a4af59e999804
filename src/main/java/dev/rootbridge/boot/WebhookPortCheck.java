package dev.rootbridge.boot;

import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/**
 * The webhook's port is opened last, when the settings hold and all else was begun. An API server
 * that is away or a certificate that isn't there are no part of it: the kubelet ends what hasn't
 * started in time, and beginning again would mend neither.
 */
@Startup
@Singleton
final class WebhookPortCheck implements HealthCheck {

  private volatile boolean isOpen;

  void opened(@ObservesAsync HttpsServerStart event) {
    isOpen = true;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("the webhook's port is open").status(isOpen);
    if (!isOpen) {
      response.withData(
          "reason",
          "not all that comes before it has begun; the log says how far the start has come");
    }
    return response.build();
  }
}
