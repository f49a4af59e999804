package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.web.StatusView.Look;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsInWordsTest {

  private static final ToldEvent WARNING =
      new ToldEvent(NOW, ToldEvent.Type.WARNING, "Pod shop/web", "NotPatched", "restart it", 3);
  private static final ToldEvent NORMAL =
      new ToldEvent(NOW, ToldEvent.Type.NORMAL, "Secret a/b", "RenewLeaf", "renewed", 1);

  @Test
  void badNewsLooksSoAndEachSaysHowOften() {
    List<EventsInWords.Row> rows = EventsInWords.of(List.of(WARNING, NORMAL), 10).rows();

    assertThat(rows).extracting(row -> row.type().look()).containsExactly(Look.BAD, Look.GOOD);
    assertThat(rows).extracting(EventsInWords.Row::count).containsExactly("3 times", "once");
    assertThat(rows.get(0).about()).isEqualTo("Pod shop/web");
    assertThat(rows.get(0).machineTime()).isEqualTo(NOW.toString());
  }

  @Test
  void thereAreAsManyAsThereIsRoomFor() {
    assertThat(EventsInWords.of(List.of(WARNING, NORMAL), 1).rows())
        .extracting(EventsInWords.Row::reason)
        .containsExactly("NotPatched");
  }
}
