package dev.rootbridge.kube;

import dev.rootbridge.sync.IstiodReading;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps asking istiod which certificate it serves: soon again after a failure, else at leisure. */
final class IstiodWatch implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private final ServerAddress istiod;
  private final Runnable onChange;
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "istiod-watch");
            // One that waits for an answer must not hold up the end.
            thread.setDaemon(true);
            return thread;
          });
  private volatile IstiodReading reading;
  private Duration retry = FIRST_RETRY;

  IstiodWatch(ServerAddress istiod, Runnable onChange) {
    this.istiod = istiod;
    this.onChange = onChange;
    this.reading = new IstiodReading.NotYetRead(istiod.toString());
    asking.execute(this::askAndAgain);
  }

  IstiodReading reading() {
    return reading;
  }

  private void askAndAgain() {
    IstiodReading answer = ask();
    Duration pause = AGAIN;
    if (answer instanceof IstiodReading.Unreachable) {
      pause = retry;
      Duration doubled = retry.multipliedBy(2);
      retry = doubled.compareTo(AGAIN) < 0 ? doubled : AGAIN;
    } else {
      retry = FIRST_RETRY;
    }
    boolean isNews = !answer.equals(reading);
    reading = answer;
    if (isNews) {
      onChange.run();
    }
    if (!asking.isShutdown()) {
      var unused = asking.schedule(this::askAndAgain, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private IstiodReading ask() {
    try {
      return new IstiodReading.Served(istiod.toString(), ServedChain.ask(istiod, LIMIT));
    } catch (IOException | RuntimeException e) {
      // Whatever a server that isn't istiod makes the TLS library throw, the asking goes on.
      return new IstiodReading.Unreachable(istiod.toString(), Causes.describeRoot(e));
    }
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
