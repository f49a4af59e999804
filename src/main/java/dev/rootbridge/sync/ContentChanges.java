package dev.rootbridge.sync;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When the content of a target was changed last, after it had been made. Two times are enough to
 * know which proxies missed one.
 *
 * @param times the latest first, at most two
 */
public record ContentChanges(List<Instant> times) {

  public static final ContentChanges NONE = new ContentChanges(List.of());

  private static final int KEPT = 2;

  public ContentChanges {
    times = times.stream().limit(KEPT).toList();
  }

  /** Reads what {@link #toString} wrote; anything else counts as nothing known. */
  public static ContentChanges parse(String text) {
    try {
      return new ContentChanges(
          Arrays.stream(text.strip().split(" +", KEPT + 1)).map(Instant::parse).toList());
    } catch (DateTimeException notTimes) {
      // It is in reach of whoever may edit ConfigMaps, and only tells which pods to restart.
      return NONE;
    }
  }

  ContentChanges and(Instant change) {
    return new ContentChanges(Stream.concat(Stream.of(change), times.stream()).toList());
  }

  /** Whether there were two or more after that moment. */
  public boolean areSeveralSince(Instant moment) {
    return times.size() == KEPT && moment.isBefore(times.get(KEPT - 1));
  }

  /** Whether there was one after that moment. */
  public boolean areAnySince(Instant moment) {
    return !times.isEmpty() && moment.isBefore(times.get(0));
  }

  /** The times in ISO 8601 with a blank between them; empty if there are none. */
  @Override
  public String toString() {
    return times.stream().map(Instant::toString).collect(Collectors.joining(" "));
  }
}
