package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.TestPlan;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class LoopCheckTest {

  private static final SyncPlan PLAN = TestPlan.settled();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void beforeTheFirstPlanThereIsNothingToWaitFor() {
    assertThat(check(Optional.empty(), Duration.ofDays(1)).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aLoopThatComesRoundIsAlive() {
    assertThat(check(Optional.of(PLAN), PATIENCE).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aLoopThatStandsStillIsNotAndSaysSo() {
    HealthCheckResponse response = check(Optional.of(PLAN), PATIENCE.plusSeconds(1));

    assertThat(response.getStatus()).isEqualTo(Status.DOWN);
    assertThat(response.getData())
        .hasValueSatisfying(
            data ->
                assertThat(data.get("reason").toString())
                    .startsWith("the last plan was made 301 s ago"));
  }

  @Test
  void whoeverSetsRareRoundsWaitsLonger() {
    assertThat(LoopCheck.patience(Duration.ofSeconds(10))).isEqualTo(PATIENCE);
    assertThat(LoopCheck.patience(Duration.ofHours(1))).isEqualTo(Duration.ofHours(10));
  }

  private static HealthCheckResponse check(Optional<SyncPlan> plan, Duration later) {
    return new LoopCheck(
            () -> plan, Clock.fixed(PLAN.madeAt().plus(later), ZoneOffset.UTC), PATIENCE)
        .call();
  }
}
