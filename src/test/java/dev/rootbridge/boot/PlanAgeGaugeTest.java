package dev.rootbridge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.TestPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanAgeGaugeTest {

  private static final SyncPlan PLAN = TestPlan.settled();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Hands clock = new Hands();
  private Optional<SyncPlan> latest = Optional.empty();

  @Test
  void itIsCountedFromTheStartUntilThereIsAPlan() {
    new PlanAgeGauge(() -> latest, clock).bindTo(meters);
    clock.now = clock.now.plus(Duration.ofMinutes(20));
    assertThat(age()).isEqualTo(1200);

    latest = Optional.of(PLAN);
    clock.now = PLAN.madeAt().plusSeconds(7);
    assertThat(age()).isEqualTo(7);
  }

  private double age() {
    return meters.get("rootbridge.plan.age.seconds").gauge().value();
  }

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {

    private Instant now = PLAN.madeAt().minus(Duration.ofDays(1));

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
