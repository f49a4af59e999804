package dev.rootbridge.kube;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What was written last to an object whose cache may still show it as it was before that, or before
 * earlier writes.
 *
 * @param over the versions that were written over since the cache last caught up; one is empty
 *     where there was no object
 * @param version the version that came of it
 */
record LastWrite<T>(Set<Optional<String>> over, String version, T value) {

  LastWrite {
    over = Set.copyOf(over);
  }

  /**
   * @param before the write before, if the cache has not caught up with it
   * @param seen the version that the cache shows
   */
  static <T> LastWrite<T> of(
      Optional<LastWrite<T>> before, Optional<String> seen, String version, T value) {
    Set<Optional<String>> over = new HashSet<>();
    over.add(seen);
    before.ifPresent(
        last -> {
          over.addAll(last.over());
          over.add(Optional.of(last.version()));
        });
    return new LastWrite<>(over, version, value);
  }

  /** Whether the cache, which shows that version, has not caught up with it yet. */
  boolean isAheadOf(Optional<String> seen) {
    return over.contains(seen);
  }
}
