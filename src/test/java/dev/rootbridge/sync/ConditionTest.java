package dev.rootbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void aMessageWithAnotherServersWordsStaysOneLineThatAStatusHasRoomFor() {
    Condition condition =
        Condition.fails(
            Condition.Type.SOURCE_REACHABLE,
            "Unreachable",
            "the API server answered 403 \u001b[31m\r\nforged" + "x".repeat(2_000_000));

    assertThat(condition.message())
        .startsWith("the API server answered 403 ?[31m??forgedx")
        .endsWith("x…")
        .hasSize(Condition.MAX_MESSAGE);
  }

  @Test
  void whatFitsIsAsItWas() {
    String message = "Secret istio-system/west, key west: müssen wir lesen";
    assertThat(Condition.fails(Condition.Type.ACCEPTED, "R", message).message()).isEqualTo(message);
  }
}
