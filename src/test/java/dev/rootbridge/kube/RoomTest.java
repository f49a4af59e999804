package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoomTest {

  @Test
  void whatIsTakenIsGivenBackAndChangedWithoutCountingTwice() {
    Room room = Room.of(1_000);
    room.take(600, 0);
    room.take(900, 600);

    assertThatThrownBy(() -> room.take(101, 0))
        .isInstanceOf(UnaskedException.class)
        .hasMessage("the cluster lists more than there is room for");
    room.take(100, 0);
    room.free(900);
    room.take(800, 0);
  }

  @Test
  void whatBecomesSmallerIsTakenHoweverFullItIs() {
    Room room = Room.of(1_000);
    room.take(1_000, 0);

    assertThatCode(() -> room.take(400, 500)).doesNotThrowAnyException();
  }

  @Test
  void anObjectIsWeighedWithItsNameAndWhatIsKeptOfIt() {
    assertThat(Room.of(1).weigh("shop/x", "y".repeat(100))).isGreaterThan(106);
    assertThat(Room.unlimited().weigh("shop/x", "y")).isZero();
  }
}
