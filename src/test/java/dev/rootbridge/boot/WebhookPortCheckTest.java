package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.http.HttpServerOptions;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class WebhookPortCheckTest {

  private final WebhookPortCheck check = new WebhookPortCheck();

  @Test
  void untilThePortIsOpenItHasNotStartedAndSaysSo() {
    HealthCheckResponse response = check.call();

    assertThat(response.getStatus()).isEqualTo(Status.DOWN);
    assertThat(response.getData())
        .hasValueSatisfying(
            data ->
                assertThat(data.get("reason").toString())
                    .startsWith("not all that comes before it has begun"));
  }

  @Test
  void thenItHasAndThereIsNothingToSay() {
    check.opened(new HttpsServerStart(new HttpServerOptions()));

    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
    assertThat(check.call().getData()).isEmpty();
  }
}
