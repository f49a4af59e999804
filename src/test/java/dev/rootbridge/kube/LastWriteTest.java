package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastWriteTest {

  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<String> V1 = Optional.of("v1");
  private static final Optional<String> V2 = Optional.of("v2");
  private static final Optional<String> V3 = Optional.of("v3");

  @Test
  void itIsAheadOfACacheThatShowsWhatWasThereBefore() {
    LastWrite<String> write = LastWrite.of(Optional.empty(), V1, "v2", "text");

    assertThat(write.isAheadOf(V1)).isTrue();
    assertThat(write.isAheadOf(V2)).isFalse();
    assertThat(write.isAheadOf(V3)).isFalse();
  }

  @Test
  void itIsAheadOfACacheThatShowsTheWriteBefore() {
    LastWrite<String> first = LastWrite.of(Optional.empty(), NONE, "v1", "text");
    LastWrite<String> second = LastWrite.of(Optional.of(first), NONE, "v2", "more");

    assertThat(second.isAheadOf(NONE)).isTrue();
    assertThat(second.isAheadOf(V1)).isTrue();
    assertThat(second.isAheadOf(V2)).isFalse();
  }
}
