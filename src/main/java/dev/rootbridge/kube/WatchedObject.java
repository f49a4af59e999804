package dev.rootbridge.kube;

import dev.rootbridge.kube.RenewedInformer.State;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One Kubernetes object, or those of one list, kept current by an informer, and whether that can be
 * relied on.
 */
final class WatchedObject<T extends HasMetadata> implements AutoCloseable {

  private final String key;
  private final RenewedInformer<T> informer;
  private volatile Failure failure = Failure.UNREACHABLE;
  private volatile String problem = "no answer, or one without an end";

  WatchedObject(Informable<T> object, String namespace, String name, Runnable onChange) {
    this(
        Cache.namespaceKeyFunc(namespace, name),
        (key, ear) ->
            Informers.of(object, onChange)
                .removeNamespaceIndex()
                .itemStore(new OneObjectStore<>(key, ear)),
        onChange);
  }

  private WatchedObject(
      String key,
      BiFunction<String, RenewedInformer.Ear, SharedIndexInformer<T>> informer,
      Runnable onChange) {
    this.key = key;
    this.informer =
        new RenewedInformer<>(
            ear -> informer.apply(key, ear),
            cause -> {
              note(cause);
              onChange.run();
            },
            onChange);
  }

  /** All of a list of this cluster's own API server. */
  static <T extends HasMetadata> WatchedObject<T> ofList(Informable<T> objects, Runnable onChange) {
    return new WatchedObject<>("", (key, ear) -> Informers.of(objects, onChange), onChange);
  }

  private void note(Throwable cause) {
    failure =
        Causes.find(cause, AddressRefusedException.class).isPresent()
            ? Failure.ADDRESS_REFUSED
            : Failure.UNREACHABLE;
    problem = describe(cause);
  }

  State state() {
    return informer.state();
  }

  /** Whether it was ever known what is there, or that nothing is. */
  boolean wasSeen() {
    return informer.wasSeen();
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
  List<T> objects() {
    return informer.objects();
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
    return status == null || status.getReason() == null
        ? ""
        : " " + Causes.oneLine(status.getReason());
  }

  @Override
  public void close() {
    informer.close();
  }
}
