package dev.rootbridge.kube;

import dev.rootbridge.kube.Following.Phase;
import dev.rootbridge.kube.Following.Verdict;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps an informer going, and knows whether what it holds can be taken for what is there.
 *
 * <p>Left to itself, the client asks for the same watch forever, also where the API server will
 * never grant it (it answers the handshake with 410, say), and doesn't tell why; and it waits
 * forever for the end of an answer that drips. So an informer that is not heard of for a while is
 * followed by another one, which begins with a list.
 */
final class RenewedInformer<T> implements AutoCloseable {

  private final Function<Ear, SharedIndexInformer<T>> make;
  private final Consumer<Throwable> onFailure;
  private final Runnable onSync;
  private volatile Following following;

  // These are guarded by this object.
  private SharedIndexInformer<T> informer;
  private SharedIndexInformer<T> shown;
  private boolean seen;

  /**
   * What stores tell of what comes.
   *
   * @param heard an object came, so that the list goes on
   * @param refused what came isn't to be taken
   */
  record Ear(Runnable heard, Consumer<UnaskedException> refused) {
    /** For stores that are not filled yet. */
    static final Ear NONE = new Ear(() -> {}, why -> {});
  }

  /** Whether what is held can be taken for what is there. */
  enum State {
    /** No answer yet, neither good nor bad. */
    STARTING,
    /** What is held is what is there. */
    FOLLOWED,
    /** The API server can't be reached, refuses, or isn't to be believed. */
    LOST
  }

  /**
   * Starts it. A first list that fails is tried again with backoff.
   *
   * @param make makes an informer that is not started
   */
  RenewedInformer(
      Function<Ear, SharedIndexInformer<T>> make, Consumer<Throwable> onFailure, Runnable onSync) {
    this.make = make;
    this.onFailure = onFailure;
    this.onSync = onSync;
    this.following = Following.from(System.nanoTime());
    this.informer = start();
    this.shown = informer;
  }

  private SharedIndexInformer<T> start() {
    SharedIndexInformer<T> made = make.apply(new Ear(this::heard, this::refuse));
    made.exceptionHandler(
        (isStarted, failure) -> {
          following.failed(System.nanoTime());
          onFailure.accept(failure);
          return true;
        });
    made.start().whenComplete((done, failure) -> onSync.run());
    return made;
  }

  private void heard() {
    following.heard(System.nanoTime());
  }

  /** Nothing more comes of this informer once somebody looks at the state, as is asked for here. */
  private void refuse(UnaskedException why) {
    following.refused(System.nanoTime());
    onFailure.accept(why);
  }

  /** To be asked now and then, since it is then that an informer is renewed. */
  synchronized State state() {
    long now = System.nanoTime();
    Phase phase = phase();
    if (phase != Phase.LISTING && !following.isRefused()) {
      seen = true;
      shown = informer;
    }
    Verdict verdict = following.at(now, phase);
    if (following.isRefused()) {
      informer.stop();
    }
    if (verdict == Verdict.HOPELESS) {
      informer.stop();
      following = following.renewed(now);
      informer = start();
    }
    return switch (verdict) {
      case STARTING -> State.STARTING;
      case FOLLOWED -> State.FOLLOWED;
      case LOST, HOPELESS -> State.LOST;
    };
  }

  private Phase phase() {
    if (!informer.hasSynced()) {
      return Phase.LISTING;
    }
    return informer.isWatching() ? Phase.WATCHING : Phase.LISTED;
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
