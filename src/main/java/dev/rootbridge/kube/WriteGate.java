package dev.rootbridge.kube;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What every write passes: it must be this replica's to make, and the API server must not have
 * asked to wait.
 */
final class WriteGate {

  private final Supplier<Optional<Term>> present;
  private final AtomicLong busyUntilNanos = new AtomicLong(System.nanoTime());

  /**
   * @param present the term in which this replica is sure to be the only one that writes
   */
  WriteGate(Supplier<Optional<Term>> present) {
    this.present = present;
  }

  /** Whether what was planned in that term may still be written, at this very moment. */
  boolean isOpen(Term term) {
    return present.get().filter(term::equals).isPresent();
  }

  /** The API server is too busy, and says for how long. */
  void waitFor(Duration pause) {
    long until = System.nanoTime() + pause.toNanos();
    busyUntilNanos.accumulateAndGet(until, (one, other) -> one - other > 0 ? one : other);
  }

  /** How long the API server still wants to be left alone; not above 0 if it doesn't. */
  long nanosToWait() {
    return busyUntilNanos.get() - System.nanoTime();
  }
}
