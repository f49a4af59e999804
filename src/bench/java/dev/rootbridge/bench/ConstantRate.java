package dev.rootbridge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends at a constant rate, whether answers come or not, as users do. A latency counts from the
 * moment at which its request was due: where the system stalls, the requests that had to wait for
 * it count as slow too.
 *
 * @param perSecond requests a second
 * @param inFlight requests that may be unanswered at a time; later ones wait, and it counts
 */
public record ConstantRate(int perSecond, int inFlight) {

  /**
   * One answer.
   *
   * @param millis from when its request was due
   */
  public record Answer<T>(double millis, T content) {}

  /** Sends for so long, and waits for the last answer. */
  public <T> List<Answer<T>> run(Duration duration, Supplier<CompletableFuture<T>> send) {
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long count = duration.toNanos() / interval;
    long start = System.nanoTime();
    Semaphore room = new Semaphore(inFlight);
    List<CompletableFuture<Answer<T>>> answers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long due = start + i * interval;
      waitUntil(due);
      room.acquireUninterruptibly();
      answers.add(
          send.get()
              .whenComplete((content, failure) -> room.release())
              .thenApply(content -> new Answer<>(millisSince(due), content)));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static void waitUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static double millisSince(long due) {
    return (System.nanoTime() - due) / 1e6;
  }
}
