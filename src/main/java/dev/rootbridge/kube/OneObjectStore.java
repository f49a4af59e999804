package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the one object that was asked for. A server that sends others, page after page or event
 * after event, would fill the memory.
 */
final class OneObjectStore<T extends HasMetadata> implements ItemStore<T> {

  private final String wanted;
  private final RenewedInformer.Ear ear;
  private volatile Optional<T> kept = Optional.empty();

  /**
   * @param wanted its namespace and name, as {@link Cache#namespaceKeyFunc} has them
   */
  OneObjectStore(String wanted, RenewedInformer.Ear ear) {
    this.wanted = wanted;
    this.ear = ear;
  }

  @Override
  public String getKey(T object) {
    String key = Cache.metaNamespaceKeyFunc(object);
    if (!key.equals(wanted)) {
      UnaskedException unasked =
          new UnaskedException("the API server sends objects that it wasn't asked for");
      ear.refused().accept(unasked);
      throw unasked;
    }
    ear.heard().run();
    return key;
  }

  @Override
  public T put(String key, T object) {
    T before = get(key);
    kept = Optional.of(object);
    return before;
  }

  @Override
  public T remove(String key) {
    T before = get(key);
    kept = Optional.empty();
    return before;
  }

  @Override
  public Stream<String> keySet() {
    return kept.map(object -> wanted).stream();
  }

  @Override
  public Stream<T> values() {
    return kept.stream();
  }

  @Override
  public int size() {
    return kept.isPresent() ? 1 : 0;
  }

  @Override
  public T get(String key) {
    return kept.filter(object -> key.equals(wanted)).orElse(null);
  }

  @Override
  public boolean isFullState() {
    return true;
  }
}
