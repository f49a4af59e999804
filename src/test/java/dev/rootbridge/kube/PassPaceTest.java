package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Planning leaves most of the time to writing, and lets no pod wait for long. */
class PassPaceTest {

  private final PassPace pace = new PassPace();

  @Test
  void aShortPassComesSoon() {
    assertThat(pace.pause()).isEqualTo(PassPace.LEAST);
    pace.took(Duration.ofMillis(5));
    assertThat(pace.pause()).isEqualTo(PassPace.LEAST);
  }

  @Test
  void aLongerPassTakesASixthOfTheTime() {
    pace.took(Duration.ofMillis(60));
    assertThat(pace.pause()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void eventsNeverWaitLonger() {
    pace.took(Duration.ofSeconds(3));
    assertThat(pace.pause()).isEqualTo(PassPace.MOST);
  }

  @Test
  void itFollowsTheLastPass() {
    pace.took(Duration.ofSeconds(3));
    pace.measure(() -> {});
    assertThat(pace.pause()).isEqualTo(PassPace.LEAST);
  }
}
