package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseSettingsTest {

  @Test
  void thoseOfKubernetesOwnControllersFit() {
    assertThat(LeaseSettings.DEFAULT.duration()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void theDeadlineIsBeforeTheEnd() {
    assertRefused(15_000, 15_000, 2000, "rootbridge.lease.renew-deadline is PT15S");
  }

  @Test
  void thereIsTimeForASecondTry() {
    assertRefused(15_000, 10_000, 4001, "rootbridge.lease.retry-period is PT4.001S");
    assertRefused(15_000, 10_000, 0, "rootbridge.lease.retry-period is PT0S");
  }

  @Test
  void theApiKeepsWholeSeconds() {
    assertRefused(1500, 1000, 100, "rootbridge.lease.duration is PT1.5S");
    assertRefused(0, -1000, 100, "rootbridge.lease.duration is PT0S");
  }

  private static void assertRefused(long duration, long deadline, long retry, String message) {
    assertThatThrownBy(
            () ->
                new LeaseSettings(
                    Duration.ofMillis(duration),
                    Duration.ofMillis(deadline),
                    Duration.ofMillis(retry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
