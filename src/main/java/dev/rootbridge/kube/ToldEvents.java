package dev.rootbridge.kube;

import dev.rootbridge.sync.EventsView;
import dev.rootbridge.sync.ToldEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the latest events that this replica told, whatever the API server made of them. What is
 * told again is one of them, and the newest.
 */
final class ToldEvents implements EventsView {

  static final int REMEMBERED = 50;

  private final Deque<ToldEvent> latest = new ArrayDeque<>();

  synchronized void add(ToldEvent event) {
    latest.removeIf(before -> isTheSame(before, event));
    latest.addFirst(event);
    if (latest.size() > REMEMBERED) {
      latest.removeLast();
    }
  }

  private static boolean isTheSame(ToldEvent one, ToldEvent other) {
    return one.type() == other.type()
        && one.about().equals(other.about())
        && one.reason().equals(other.reason())
        && one.message().equals(other.message());
  }

  @Override
  public synchronized List<ToldEvent> told() {
    return List.copyOf(latest);
  }
}
