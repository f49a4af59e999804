package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jboss.logging.Logger;

/** Starts informers that survive an API server which is away, from their first list on. */
final class Informers {

  private static final Logger LOG = Logger.getLogger(Informers.class);

  private Informers() {}

  static <T> SharedIndexInformer<T> start(Informable<T> objects, Runnable onChange) {
    SharedIndexInformer<T> informer =
        objects
            .runnableInformer(0)
            .exceptionHandler(
                (isStarted, failure) -> {
                  LOG.warnf("can't list or watch, trying again: %s", failure.getMessage());
                  return true;
                })
            .addEventHandler(WatchedObject.handler(onChange));
    informer.start().whenComplete((done, failure) -> onChange.run());
    return informer;
  }
}
