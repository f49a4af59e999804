package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.ToldEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ToldEventsTest {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");

  private final ToldEvents events = new ToldEvents();

  @Test
  void theNewestIsFirstAndWhatIsToldAgainIsOne() {
    events.add(event("down", 0, 1));
    events.add(event("junk", 1, 1));
    events.add(event("down", 2, 2));

    assertThat(events.told()).containsExactly(event("down", 2, 2), event("junk", 1, 1));
  }

  @Test
  void theOldestAreForgotten() {
    for (int i = 0; i <= ToldEvents.REMEMBERED; i++) {
      events.add(event("message " + i, i, 1));
    }

    assertThat(events.told()).hasSize(ToldEvents.REMEMBERED);
    assertThat(events.told().get(0).message()).isEqualTo("message 50");
    assertThat(events.told()).noneMatch(event -> event.message().equals("message 0"));
  }

  private static ToldEvent event(String message, int seconds, int count) {
    return new ToldEvent(
        NOON.plusSeconds(seconds),
        ToldEvent.Type.WARNING,
        "FederatedTrustDomain cluster-b",
        "Unreachable",
        message,
        count);
  }
}
