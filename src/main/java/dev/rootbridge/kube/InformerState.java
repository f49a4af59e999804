package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;

/** Whether what an informer holds can be taken for what is there. */
final class InformerState {

  /** A watch that ends is normally followed by the next within a second; longer is an outage. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private boolean failed;
  private long lastWatching = System.nanoTime();

  /**
   * To be called for each failure.
   *
   * @return whether it is the first since all was well
   */
  synchronized boolean failed() {
    boolean first = !failed;
    failed = true;
    return first;
  }

  synchronized WatchedObject.State of(SharedIndexInformer<?> informer) {
    if (!informer.hasSynced()) {
      return failed ? WatchedObject.State.LOST : WatchedObject.State.STARTING;
    }
    long now = System.nanoTime();
    if (informer.isWatching()) {
      lastWatching = now;
      failed = false;
      return WatchedObject.State.FOLLOWED;
    }
    return now - lastWatching > GRACE.toNanos()
        ? WatchedObject.State.LOST
        : WatchedObject.State.FOLLOWED;
  }
}
