package dev.rootbridge.trust;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that connect one after the other, round after round, at a constant rate. */
final class HandshakeLoad implements AutoCloseable {

  private static final long ROUND_MILLIS = 50;

  private final int port;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong rounds = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private Set<TlsClient> clients;
  private Future<?> loop;

  private HandshakeLoad(int port, Set<TlsClient> clients) {
    this.port = port;
    this.clients = clients;
  }

  static HandshakeLoad on(int port, Set<TlsClient> clients) {
    HandshakeLoad load = new HandshakeLoad(port, clients);
    load.loop =
        load.thread.scheduleAtFixedRate(load::round, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    return load;
  }

  /** From its return on, only these connect. */
  void switchTo(Set<TlsClient> others) {
    try {
      thread.submit(() -> clients = others).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void awaitRounds(int count) {
    long goal = rounds.get() + count;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              if (loop.isDone()) {
                loop.get();
              }
              return rounds.get() >= goal;
            });
  }

  long refused() {
    return refused.get();
  }

  private void round() {
    try {
      for (TlsClient client : clients) {
        if (client.connect(port) == TlsClient.Verdict.REFUSED) {
          refused.incrementAndGet();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rounds.incrementAndGet();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
