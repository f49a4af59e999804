package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Follows all objects of a kind and keeps of each only what a plan needs. An object that changes
 * without changing its fact asks for no pass: pods change all the time.
 *
 * @param <T> what is listed and watched
 * @param <F> what is kept; compared by {@code equals}
 */
final class Facts<T extends HasMetadata, F> implements AutoCloseable {

  /** Objects a page: a list of ten thousand pods in one answer would fill the memory. */
  private static final long PAGE = 500;

  private final Store<T, F> store;
  private final SharedIndexInformer<T> informer;

  private Facts(Store<T, F> store, SharedIndexInformer<T> informer) {
    this.store = store;
    this.informer = informer;
  }

  /**
   * @param kind what is listed, for the log
   * @param empty makes an object of the kind without anything in it
   */
  static <T extends HasMetadata, F> Facts<T, F> follow(
      Informable<T> objects,
      String kind,
      Supplier<T> empty,
      Function<T, F> fact,
      Runnable onChange) {
    Store<T, F> store = new Store<>(empty, fact, onChange);
    SharedIndexInformer<T> informer =
        objects.withLimit(PAGE).runnableInformer(0).removeNamespaceIndex().itemStore(store);
    Informers.start(informer, kind, onChange);
    return new Facts<>(store, informer);
  }

  boolean hasSynced() {
    return informer.hasSynced();
  }

  Map<String, List<F>> byNamespace() {
    Map<String, List<F>> found = new HashMap<>();
    store.kept.forEach(
        (key, kept) ->
            found
                .computeIfAbsent(
                    kept.stub().getMetadata().getNamespace(), added -> new ArrayList<>())
                .add(kept.fact()));
    return found;
  }

  @Override
  public void close() {
    informer.stop();
  }

  /**
   * @param stub the object without all but its name and version, which is what the informer needs
   */
  private record Kept<T, F>(T stub, F fact) {}

  private static final class Store<T extends HasMetadata, F> implements ItemStore<T> {
    private final Map<String, Kept<T, F>> kept = new ConcurrentHashMap<>();
    private final Supplier<T> empty;
    private final Function<T, F> fact;
    private final Runnable onChange;

    Store(Supplier<T> empty, Function<T, F> fact, Runnable onChange) {
      this.empty = empty;
      this.fact = fact;
      this.onChange = onChange;
    }

    @Override
    public String getKey(T object) {
      return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public T put(String key, T object) {
      Kept<T, F> now = new Kept<>(stub(object), fact.apply(object));
      Kept<T, F> before = kept.put(key, now);
      if (before == null || !before.fact().equals(now.fact())) {
        onChange.run();
      }
      return before == null ? null : before.stub();
    }

    @Override
    public T remove(String key) {
      Kept<T, F> before = kept.remove(key);
      if (before == null) {
        return null;
      }
      onChange.run();
      return before.stub();
    }

    @Override
    public Stream<String> keySet() {
      return kept.keySet().stream();
    }

    @Override
    public Stream<T> values() {
      return kept.values().stream().map(Kept::stub);
    }

    @Override
    public int size() {
      return kept.size();
    }

    @Override
    public T get(String key) {
      Kept<T, F> found = kept.get(key);
      return found == null ? null : found.stub();
    }

    @Override
    public boolean isFullState() {
      return false;
    }

    private T stub(T object) {
      T stub = empty.get();
      stub.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(object.getMetadata().getNamespace())
              .withName(object.getMetadata().getName())
              .withUid(object.getMetadata().getUid())
              .withResourceVersion(object.getMetadata().getResourceVersion())
              .build());
      return stub;
    }
  }
}
