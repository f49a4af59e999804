package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jboss.logging.Logger;

/** Makes informers that tell of every change. */
final class Informers {

  private static final Logger LOG = Logger.getLogger(Informers.class);

  private Informers() {}

  /**
   * Follows all objects of a kind for as long as they are wanted.
   *
   * @param kind what is listed, for the log
   */
  static <T> RenewedInformer<T> follow(Informable<T> objects, String kind, Runnable onChange) {
    return new RenewedInformer<>(
        ear -> of(objects, onChange),
        failure ->
            LOG.warnf("can't list or watch %s, trying again: %s", kind, Causes.describe(failure)),
        onChange);
  }

  /** One that is not started. */
  static <T> SharedIndexInformer<T> of(Informable<T> objects, Runnable onChange) {
    return objects.runnableInformer(0).addEventHandler(new ChangeHandler<>(onChange));
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
