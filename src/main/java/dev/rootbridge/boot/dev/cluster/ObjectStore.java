package dev.rootbridge.boot.dev.cluster;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The objects of one cluster. Every write takes the next resource version and is told to the
 * watchers in that order; a write that changes nothing takes none. Objects handed out are never
 * changed afterwards.
 */
final class ObjectStore {

  private static final int CHANGES_KEPT = 1000;
  private static final String NAMESPACES = "api/v1/namespaces";
  private static final String METADATA = "metadata";
  private static final String STATUS = "status";
  private static final String GENERATION = "generation";
  private static final String VERSION = "resourceVersion";

  private final Clock clock;
  private final SortedMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final Map<Ownership, ObjectNode> applied = new HashMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private final Set<Watch> watches = new LinkedHashSet<>();
  private long version;

  private record Ownership(ObjectKey key, ResourcePath.Part part, String manager) {}

  private record Watch(ResourcePath path, Selection selection, Consumer<ObjectNode> watcher) {
    void tell(Change change) {
      change.seenThrough(path, selection).ifPresent(watcher);
    }
  }

  ObjectStore(Clock clock) {
    this.clock = clock;
  }

  synchronized ObjectNode list(ResourcePath path, Selection selection) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", "List").put("apiVersion", "v1");
    list.putObject(METADATA).put(VERSION, Long.toString(version));
    list.putArray("items").addAll(selected(path, selection));
    return list;
  }

  synchronized Outcome get(ObjectKey key) {
    return find(key).map(Outcome::done).orElseGet(() -> Outcome.notFound(key.toString()));
  }

  synchronized Outcome create(ObjectKey key, ObjectNode object) {
    return objects.containsKey(key)
        ? Outcome.alreadyExists(key)
        : Outcome.created(store(key, Optional.empty(), object.deepCopy()));
  }

  synchronized Outcome update(
      ObjectKey key, ResourcePath.Part part, UnaryOperator<ObjectNode> edit) {
    return find(key)
        .map(present -> write(key, part, present, edit.apply(present)))
        .orElseGet(() -> Outcome.notFound(key.toString()));
  }

  synchronized Outcome apply(
      ObjectKey key, ResourcePath.Part part, ObjectNode wanted, String manager) {
    Ownership ownership = new Ownership(key, part, manager);
    Optional<ObjectNode> last = Optional.ofNullable(applied.get(ownership));
    Outcome outcome =
        objects.containsKey(key) || part == ResourcePath.Part.STATUS
            ? update(key, part, live -> Merge.apply(live, last, wanted))
            : create(key, wanted);
    if (outcome instanceof Outcome.Done) {
      applied.put(ownership, wanted.deepCopy());
    }
    return outcome;
  }

  synchronized Outcome delete(ObjectKey key) {
    Optional<ObjectNode> present = find(key);
    if (present.isEmpty()) {
      return Outcome.notFound(key.toString());
    }
    if (key.resource().equals(NAMESPACES)) {
      objects.keySet().stream()
          .filter(other -> other.namespace().equals(key.name()))
          .toList()
          .forEach(this::delete);
    }
    objects.remove(key);
    applied.keySet().removeIf(ownership -> ownership.key().equals(key));
    publish(new Change(++version, key, present, Optional.empty()));
    return Outcome.done(present.get());
  }

  /**
   * Tells the watcher every change after that version, or, without one, first of all the objects
   * that there are. Ends when the returned handle is run.
   */
  synchronized Runnable watch(
      ResourcePath path, Selection selection, Optional<Long> after, Consumer<ObjectNode> watcher) {
    Watch watch = new Watch(path, selection, watcher);
    long oldest = changes.isEmpty() ? version + 1 : changes.getFirst().version();
    if (after.isEmpty()) {
      selected(path, selection).forEach(object -> watcher.accept(Change.event("ADDED", object)));
    } else if (after.get() < oldest - 1) {
      Outcome gone = new Outcome.Refused(410, "Expired", "too old resource version: list again");
      watcher.accept(Change.event("ERROR", gone.body()));
    } else {
      changes.stream().filter(change -> change.version() > after.get()).forEach(watch::tell);
    }
    watches.add(watch);
    return () -> end(watch);
  }

  private synchronized void end(Watch watch) {
    watches.remove(watch);
  }

  private Optional<ObjectNode> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  private List<ObjectNode> selected(ResourcePath path, Selection selection) {
    return objects.entrySet().stream()
        .filter(entry -> path.covers(entry.getKey()) && selection.matches(entry.getValue()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private Outcome write(
      ObjectKey key, ResourcePath.Part part, ObjectNode present, ObjectNode wanted) {
    JsonNode expected = wanted.path(METADATA).path(VERSION);
    if (expected.isTextual() && !expected.equals(present.path(METADATA).path(VERSION))) {
      return Outcome.conflict(key);
    }
    ObjectNode next =
        part == ResourcePath.Part.STATUS
            ? withStatusOf(wanted, present.deepCopy())
            : withStatusOf(present, wanted.deepCopy());
    return Outcome.done(store(key, Optional.of(present), next));
  }

  private static ObjectNode withStatusOf(ObjectNode source, ObjectNode target) {
    JsonNode status = source.get(STATUS);
    if (status == null) {
      target.remove(STATUS);
    } else {
      target.set(STATUS, status.deepCopy());
    }
    return target;
  }

  private ObjectNode store(ObjectKey key, Optional<ObjectNode> present, ObjectNode next) {
    ObjectNode metadata = identify(key, present, next);
    if (present.filter(next::equals).isPresent()) {
      return present.get();
    }
    if (!present.map(old -> old.path("spec")).equals(Optional.of(next.path("spec")))) {
      metadata.put(GENERATION, metadata.path(GENERATION).asLong(0) + 1);
    }
    metadata.put(VERSION, Long.toString(++version));
    objects.put(key, next);
    publish(new Change(version, key, present, Optional.of(next)));
    return next;
  }

  /** Sets what no client may, from the object as it is or anew. */
  private ObjectNode identify(ObjectKey key, Optional<ObjectNode> present, ObjectNode next) {
    ObjectNode metadata = next.withObject("/metadata");
    metadata.remove(List.of("managedFields", GENERATION, VERSION));
    metadata.put("name", key.name());
    if (!key.namespace().isEmpty()) {
      metadata.put("namespace", key.namespace());
    }
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", clock.instant().truncatedTo(SECONDS).toString());
    present
        .map(old -> (ObjectNode) old.path(METADATA))
        .map(old -> old.deepCopy().retain("uid", "creationTimestamp", GENERATION, VERSION))
        .ifPresent(metadata::setAll);
    return metadata;
  }

  private void publish(Change change) {
    changes.addLast(change);
    if (changes.size() > CHANGES_KEPT) {
      changes.removeFirst();
    }
    List.copyOf(watches).forEach(watch -> watch.tell(change));
  }
}
