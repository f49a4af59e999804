package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Optional;

/** One Kubernetes object, kept current by an informer, and whether that can be relied on. */
final class WatchedObject<T extends HasMetadata> implements AutoCloseable {

  private final SharedIndexInformer<T> informer;
  private final String key;
  private final InformerState state = new InformerState();
  private volatile String problem = "the connection was lost";

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
              state.failed();
              onChange.run();
            },
            onChange);
  }

  State state() {
    return state.of(informer);
  }

  String problem() {
    return problem;
  }

  Optional<T> object() {
    return Optional.ofNullable(informer.getStore().getByKey(key));
  }

  static String describe(Throwable failure) {
    Throwable cause = failure;
    while (true) {
      if (cause instanceof KubernetesClientException answered && answered.getCode() > 0) {
        return "the API server answered "
            + answered.getCode()
            + " "
            + answered.getStatus().getReason();
      }
      if (cause.getCause() == null || cause.getCause() == cause) {
        break;
      }
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }

  @Override
  public void close() {
    informer.stop();
  }
}
