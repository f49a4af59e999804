package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps an informer going, and knows whether what it holds can be taken for what is there.
 *
 * <p>Left to itself, the client asks for the same watch forever, also where the API server will
 * never grant it (it answers the handshake with 410, say), and doesn't tell why. So an informer
 * that hasn't watched for a while is followed by another one, which begins with a list.
 */
final class RenewedInformer<T> implements AutoCloseable {

  /** A watch that ends is normally followed by the next within a second; longer is an outage. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Supplier<SharedIndexInformer<T>> make;
  private final Consumer<Throwable> onFailure;
  private final Runnable onSync;
  private volatile boolean failed;

  // These are guarded by this object.
  private SharedIndexInformer<T> informer;
  private SharedIndexInformer<T> shown;
  private boolean seen;
  private long lastWatching = System.nanoTime();

  /** Whether what is held can be taken for what is there. */
  enum State {
    /** No answer yet, neither good nor bad. */
    STARTING,
    /** What is held is what is there. */
    FOLLOWED,
    /** The API server can't be reached or refuses. */
    LOST
  }

  /**
   * Starts it. A first list that fails is tried again with backoff.
   *
   * @param make makes an informer that is not started
   */
  RenewedInformer(
      Supplier<SharedIndexInformer<T>> make, Consumer<Throwable> onFailure, Runnable onSync) {
    this.make = make;
    this.onFailure = onFailure;
    this.onSync = onSync;
    this.informer = start();
    this.shown = informer;
  }

  private SharedIndexInformer<T> start() {
    SharedIndexInformer<T> made = make.get();
    made.exceptionHandler(
        (isStarted, failure) -> {
          failed = true;
          onFailure.accept(failure);
          return true;
        });
    made.start().whenComplete((done, failure) -> onSync.run());
    return made;
  }

  /** To be asked now and then, since it is then that an informer is renewed. */
  synchronized State state() {
    if (informer.hasSynced()) {
      seen = true;
      shown = informer;
      long now = System.nanoTime();
      if (informer.isWatching()) {
        lastWatching = now;
        failed = false;
        return State.FOLLOWED;
      }
      if (now - lastWatching <= GRACE.toNanos()) {
        return State.FOLLOWED;
      }
      informer.stop();
      failed = true;
      lastWatching = now;
      informer = start();
    }
    return failed ? State.LOST : State.STARTING;
  }

  /** Whether it was ever known what is there, or that nothing is. */
  synchronized boolean wasSeen() {
    var unused = state();
    return seen;
  }

  /** All that are there, or were when it was last known. */
  synchronized List<T> objects() {
    return (informer.hasSynced() ? informer : shown).getStore().list();
  }

  @Override
  public synchronized void close() {
    informer.stop();
  }
}
