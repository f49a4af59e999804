package dev.rootbridge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.log.About.Field;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class AboutTest {

  private final Map<String, Object> seen = new HashMap<>();

  @Test
  void itIsInTheContextOfItsLineOnly() {
    About.the(Field.DOMAIN, "b.example")
        .and(Field.REASON, "Missing")
        .log(() -> seen.putAll(MDC.getMap()));

    assertThat(seen).containsOnly(Map.entry("domain", "b.example"), Map.entry("reason", "Missing"));
    assertThat(MDC.getMap()).doesNotContainKeys("domain", "reason");
  }

  @Test
  void whatIsNotKnownIsNoField() {
    About.the(Field.NAMESPACE, "").and(Field.NAME, "b").log(() -> seen.putAll(MDC.getMap()));

    assertThat(seen).containsOnly(Map.entry("name", "b"));
  }

  @Test
  void aLineThatFailsLeavesNothingBehind() {
    About about = About.the(Field.NAME, "b");

    assertThatThrownBy(
            () ->
                about.log(
                    () -> {
                      throw new IllegalStateException("no room");
                    }))
        .hasMessage("no room");
    assertThat(MDC.getMap()).doesNotContainKey("name");
  }
}
