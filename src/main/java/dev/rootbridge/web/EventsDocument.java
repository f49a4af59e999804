package dev.rootbridge.web;

import dev.rootbridge.sync.ToldEvent;
import java.util.List;

/** The events that this replica told lately, as JSON, the newest first. */
record EventsDocument(List<Event> items) {

  /** An event. */
  record Event(String at, String type, String about, String reason, String message, int count) {}

  static EventsDocument of(List<ToldEvent> events) {
    return new EventsDocument(
        events.stream()
            .map(
                event ->
                    new Event(
                        event.at().toString(),
                        event.type().label(),
                        event.about(),
                        event.reason(),
                        event.message(),
                        event.count()))
            .toList());
  }
}
