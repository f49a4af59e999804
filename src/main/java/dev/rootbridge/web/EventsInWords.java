package dev.rootbridge.web;

import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.web.StatusView.Standing;
import java.util.List;

/** Says in words which events were told. */
final class EventsInWords {

  private EventsInWords() {}

  /** The events, the newest first. */
  record Section(List<Row> rows) {
    Section {
      rows = List.copyOf(rows);
    }
  }

  /**
   * An event.
   *
   * @param when exact, of the last time
   * @param machineTime the same for programs, ISO 8601
   * @param count how often it was told
   */
  record Row(
      String when,
      String machineTime,
      Standing type,
      String about,
      String reason,
      String message,
      String count) {}

  /**
   * @param most rows
   */
  static Section of(List<ToldEvent> events, long most) {
    return new Section(events.stream().limit(most).map(EventsInWords::row).toList());
  }

  private static Row row(ToldEvent event) {
    String word = event.type().label();
    return new Row(
        Dates.exact(event.at()),
        event.at().toString(),
        switch (event.type()) {
          case NORMAL -> Standing.good(word);
          case WARNING -> Standing.bad(word);
        },
        event.about(),
        event.reason(),
        event.message(),
        event.count() == 1 ? "once" : event.count() + " times");
  }
}
