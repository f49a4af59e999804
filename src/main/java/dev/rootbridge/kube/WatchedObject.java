package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One Kubernetes object, or those of one list, kept current by an informer, and whether that can be
 * relied on.
 */
final class WatchedObject<T extends HasMetadata> implements AutoCloseable {

  /** A watch that ends is normally followed by the next within a second; longer is an outage. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Supplier<SharedIndexInformer<T>> start;
  private final String key;
  private volatile Failure failure = Failure.UNREACHABLE;
  private volatile String problem = "the connection was lost";
  private volatile boolean failed;
  private boolean seen;

  // These are guarded by this object.
  private SharedIndexInformer<T> informer;
  private List<T> beforeRenewal = List.of();
  private long lastWatching = System.nanoTime();

  /** Whether what is held can be taken for what is there. */
  enum State {
    /** No answer yet, neither good nor bad. */
    STARTING,
    /** The held object is the present one. */
    FOLLOWED,
    /** The API server can't be reached or refuses; see {@link #problem}. */
    LOST
  }

  WatchedObject(Informable<T> object, String namespace, String name, Runnable onChange) {
    this.key = Cache.namespaceKeyFunc(namespace, name);
    this.start =
        () ->
            Informers.start(
                object,
                cause -> {
                  failure =
                      Causes.find(cause, AddressRefusedException.class).isPresent()
                          ? Failure.ADDRESS_REFUSED
                          : Failure.UNREACHABLE;
                  problem = describe(cause);
                  failed = true;
                  onChange.run();
                },
                onChange);
    this.informer = start.get();
  }

  synchronized State state() {
    if (informer.hasSynced()) {
      long now = System.nanoTime();
      if (informer.isWatching()) {
        lastWatching = now;
        failed = false;
        return State.FOLLOWED;
      }
      if (now - lastWatching <= GRACE.toNanos()) {
        return State.FOLLOWED;
      }
      renew(now);
    }
    return failed ? State.LOST : State.STARTING;
  }

  /** Whether it was ever known what is there, or that nothing is. */
  synchronized boolean wasSeen() {
    seen |= informer.hasSynced();
    return seen;
  }

  /**
   * Begins with a new list. Left to itself, the client asks for the same watch forever, also where
   * the API server will never grant it, and doesn't say why it isn't granted.
   */
  private void renew(long now) {
    beforeRenewal = informer.getStore().list();
    seen = true;
    informer.stop();
    failed = true;
    lastWatching = now;
    informer = start.get();
  }

  /** Why it is lost. */
  String problem() {
    return problem;
  }

  /**
   * That it is lost.
   *
   * @param described how people find the object
   */
  Failed failed(String described) {
    return new Failed(failure, described + " can't be read: " + problem);
  }

  Optional<T> object() {
    return objects().stream()
        .filter(object -> Cache.metaNamespaceKeyFunc(object).equals(key))
        .findFirst();
  }

  /** All that are there, or were when it was last known. */
  synchronized List<T> objects() {
    return informer.hasSynced() ? informer.getStore().list() : beforeRenewal;
  }

  /** In words for a condition. */
  static String describe(Throwable cause) {
    return Causes.find(cause, KubernetesClientException.class)
        .filter(answer -> answer.getCode() > 0)
        .map(answer -> "the API server answered " + answer.getCode() + reason(answer.getStatus()))
        .orElseGet(() -> Causes.describeRoot(cause));
  }

  /** What stands between may answer in its place, without a reason. */
  private static String reason(Status status) {
    return status == null || status.getReason() == null ? "" : " " + status.getReason();
  }

  @Override
  public synchronized void close() {
    informer.stop();
  }
}
