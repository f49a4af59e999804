package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Follows all objects of a kind and keeps of each only what a plan needs, if it needs any. An
 * object that changes without changing its fact asks for no pass: pods change all the time.
 *
 * <p>A kind that can't be followed is tried again for as long as it is wanted; the log says so once
 * for each time that it is lost.
 *
 * @param <T> what is listed and watched
 * @param <F> what is kept; compared by {@code equals}
 */
final class Facts<T extends HasMetadata, F> implements AutoCloseable {

  /** Objects a page: a list of ten thousand pods in one answer would fill the memory. */
  static final long PAGE = 100;

  private static final Logger LOG = Logger.getLogger(Facts.class);

  private final String kind;
  private final Store<T, F> store;
  private final RenewedInformer<T> informer;
  private volatile boolean told;
  private volatile String problem = "no answer, or one without an end";

  private Facts(Informable<T> objects, String kind, Store<T, F> store, Runnable onChange) {
    this.kind = kind;
    this.store = store;
    this.informer =
        new RenewedInformer<>(
            // A new one finds what the one before has left, and takes out what is gone.
            ear ->
                objects
                    .withLimit(PAGE)
                    .runnableInformer(0)
                    .removeNamespaceIndex()
                    .itemStore(store.toldBy(ear)),
            failure -> {
              note(failure);
              onChange.run();
            },
            onChange);
  }

  /**
   * @param kind what is listed, for the log
   * @param empty makes an object of the kind without anything in it
   * @param fact empty for an object that no plan needs
   * @param room what may be kept of it together with other kinds
   */
  static <T extends HasMetadata, F> Facts<T, F> follow(
      Informable<T> objects,
      String kind,
      Supplier<T> empty,
      Function<T, Optional<F>> fact,
      Room room,
      Runnable onChange) {
    return new Facts<>(objects, kind, new Store<>(empty, fact, room, onChange), onChange);
  }

  private void note(Throwable failure) {
    problem = WatchedObject.describe(failure);
    LOG.logf(
        told ? Logger.Level.DEBUG : Logger.Level.WARN,
        "can't list or watch %s, trying again: %s",
        kind,
        problem);
    told = true;
  }

  RenewedInformer.State state() {
    RenewedInformer.State state = informer.state();
    if (state == RenewedInformer.State.FOLLOWED) {
      told = false;
    }
    return state;
  }

  /** Why it is lost. */
  String problem() {
    return kind + " can't be listed or watched: " + problem;
  }

  boolean hasSynced() {
    return informer.wasSeen();
  }

  /** As in its objects. */
  String apiVersion() {
    return store.empty.get().getApiVersion();
  }

  /** The object's uid; empty if it isn't there. */
  Optional<String> uid(String namespace, String name) {
    return Optional.ofNullable(store.get(Cache.namespaceKeyFunc(namespace, name)))
        .map(stub -> stub.getMetadata().getUid());
  }

  Map<String, List<F>> byNamespace() {
    Map<String, List<F>> found = new HashMap<>();
    store.kept.forEach(
        (key, kept) ->
            kept.fact()
                .ifPresent(
                    fact ->
                        found
                            .computeIfAbsent(kept.namespace(), added -> new ArrayList<>())
                            .add(fact)));
    return found;
  }

  /** Of all objects, those of a kind without namespaces. */
  List<F> all() {
    return store.kept.values().stream().flatMap(kept -> kept.fact().stream()).toList();
  }

  @Override
  public void close() {
    informer.close();
  }

  /**
   * What the informer and plans need of an object. There may be ten thousand, and the smallest
   * object of the client's takes half a kilobyte.
   *
   * @param namespace null where the kind has none
   * @param version its resourceVersion
   * @param weight what it takes of the room
   */
  private record Kept<F>(
      String namespace, String name, String uid, String version, Optional<F> fact, long weight) {

    static <F> Kept<F> of(ObjectMeta metadata, Optional<F> fact, long weight) {
      String namespace = metadata.getNamespace();
      return new Kept<>(
          namespace == null ? null : namespace.intern(),
          metadata.getName(),
          metadata.getUid(),
          metadata.getResourceVersion(),
          fact,
          weight);
    }

    <T extends HasMetadata> T stub(Supplier<T> empty) {
      ObjectMeta metadata = new ObjectMeta();
      metadata.setNamespace(namespace);
      metadata.setName(name);
      metadata.setUid(uid);
      metadata.setResourceVersion(version);
      T stub = empty.get();
      stub.setMetadata(metadata);
      return stub;
    }
  }

  private static final class Store<T extends HasMetadata, F> implements ItemStore<T> {
    private final Map<String, Kept<F>> kept = new ConcurrentHashMap<>();
    private final Supplier<T> empty;
    private final Function<T, Optional<F>> fact;
    private final Room room;
    private final Runnable onChange;
    private volatile RenewedInformer.Ear ear = RenewedInformer.Ear.NONE;

    Store(Supplier<T> empty, Function<T, Optional<F>> fact, Room room, Runnable onChange) {
      this.empty = empty;
      this.fact = fact;
      this.room = room;
      this.onChange = onChange;
    }

    @Override
    public String getKey(T object) {
      return Cache.metaNamespaceKeyFunc(object);
    }

    /** From now on, this informer fills it. */
    Store<T, F> toldBy(RenewedInformer.Ear informer) {
      ear = informer;
      return this;
    }

    @Override
    public T put(String key, T object) {
      Kept<F> before = kept.get(key);
      Optional<F> found = fact.apply(object);
      Kept<F> now = Kept.of(object.getMetadata(), found, room.weigh(key, found));
      try {
        room.take(now.weight(), before == null ? 0 : before.weight());
      } catch (UnaskedException e) {
        ear.refused().accept(e);
        throw e;
      }
      ear.heard().run();
      kept.put(key, now);
      if (!factOf(before).equals(now.fact())) {
        onChange.run();
      }
      return stub(before);
    }

    @Override
    public T remove(String key) {
      Kept<F> before = kept.remove(key);
      if (before != null) {
        room.free(before.weight());
      }
      if (factOf(before).isPresent()) {
        onChange.run();
      }
      return stub(before);
    }

    private Optional<F> factOf(Kept<F> object) {
      return object == null ? Optional.empty() : object.fact();
    }

    @Override
    public Stream<String> keySet() {
      return kept.keySet().stream();
    }

    @Override
    public Stream<T> values() {
      return kept.values().stream().map(this::stub);
    }

    @Override
    public int size() {
      return kept.size();
    }

    @Override
    public T get(String key) {
      return stub(kept.get(key));
    }

    @Override
    public boolean isFullState() {
      return false;
    }

    private T stub(Kept<F> object) {
      return object == null ? null : object.stub(empty);
    }
  }
}
