package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Starts informers that survive an API server which is away: a first list that fails is tried again
 * with backoff, for as long as the objects are wanted.
 */
final class Informers {

  private static final Logger LOG = Logger.getLogger(Informers.class);

  private Informers() {}

  /**
   * @param kind what is listed, for the log
   */
  static <T> SharedIndexInformer<T> start(Informable<T> objects, String kind, Runnable onChange) {
    SharedIndexInformer<T> informer =
        objects.runnableInformer(0).addEventHandler(new ChangeHandler<>(onChange));
    start(informer, kind, onChange);
    return informer;
  }

  static <T> SharedIndexInformer<T> start(
      Informable<T> objects, Consumer<Throwable> onFailure, Runnable onChange) {
    SharedIndexInformer<T> informer =
        objects.runnableInformer(0).addEventHandler(new ChangeHandler<>(onChange));
    start(informer, onFailure, onChange);
    return informer;
  }

  /** Starts one that tells of changes in its own way. */
  static <T> void start(SharedIndexInformer<T> informer, String kind, Runnable onSync) {
    start(
        informer,
        failure ->
            LOG.warnf("can't list or watch %s, trying again: %s", kind, failure.getMessage()),
        onSync);
  }

  static <T> void start(
      SharedIndexInformer<T> informer, Consumer<Throwable> onFailure, Runnable onSync) {
    informer.exceptionHandler(
        (isStarted, failure) -> {
          onFailure.accept(failure);
          return true;
        });
    informer.start().whenComplete((done, failure) -> onSync.run());
  }

  /** Says that something changed; what it is, the caches tell. */
  private record ChangeHandler<T>(Runnable onChange) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      onChange.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      onChange.run();
    }

    @Override
    public void onDelete(T deleted, boolean isFinalStateUnknown) {
      onChange.run();
    }
  }
}
