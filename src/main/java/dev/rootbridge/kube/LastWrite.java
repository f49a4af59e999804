package dev.rootbridge.kube;

import java.util.Optional;

/**
 * What was written last to an object whose cache may still show it as it was before.
 *
 * @param over the version that it was written over; empty where there was none
 * @param version the version that came of it
 */
record LastWrite<T>(Optional<String> over, String version, T value) {

  /** Whether the cache, which shows that version, has not caught up with it yet. */
  boolean isAheadOf(Optional<String> seen) {
    return over.equals(seen);
  }
}
