package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.Optional;

/** One Kubernetes object, kept current by an informer, and whether that can be relied on. */
final class WatchedObject<T extends HasMetadata> implements AutoCloseable {

  /** A watch that ends is normally followed by the next within a second; longer is an outage. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final SharedIndexInformer<T> informer;
  private final String key;
  private volatile String problem = "the connection was lost";
  private volatile boolean failed;
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
    this.informer =
        Informers.start(
            object,
            failure -> {
              problem = describe(failure);
              failed = true;
              onChange.run();
            },
            onChange);
  }

  synchronized State state() {
    if (!informer.hasSynced()) {
      return failed ? State.LOST : State.STARTING;
    }
    long now = System.nanoTime();
    if (informer.isWatching()) {
      lastWatching = now;
      failed = false;
      return State.FOLLOWED;
    }
    return now - lastWatching > GRACE.toNanos() ? State.LOST : State.FOLLOWED;
  }

  /** Whether it was ever known what is there, or that nothing is. */
  boolean wasSeen() {
    return informer.hasSynced();
  }

  String problem() {
    return problem;
  }

  Optional<T> object() {
    return Optional.ofNullable(informer.getStore().getByKey(key));
  }

  private static String describe(Throwable failure) {
    if (failure instanceof KubernetesClientException answered && answered.getCode() > 0) {
      return "the API server answered "
          + answered.getCode()
          + " "
          + answered.getStatus().getReason();
    }
    return Failures.describe(failure);
  }

  @Override
  public void close() {
    informer.stop();
  }
}
