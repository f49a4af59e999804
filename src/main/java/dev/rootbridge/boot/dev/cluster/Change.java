package dev.rootbridge.boot.dev.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One write to the store.
 *
 * @param before empty where the object is new
 * @param after empty where the object is gone
 */
record Change(
    long version, ObjectKey key, Optional<ObjectNode> before, Optional<ObjectNode> after) {

  /**
   * How a watcher sees it: an object that starts or stops to match its selectors comes or goes for
   * it. Empty where it sees nothing.
   */
  Optional<ObjectNode> seenThrough(ResourcePath path, Selection selection) {
    if (!path.covers(key)) {
      return Optional.empty();
    }
    boolean was = before.filter(selection::matches).isPresent();
    boolean is = after.filter(selection::matches).isPresent();
    if (is) {
      return after.map(object -> event(was ? "MODIFIED" : "ADDED", object));
    }
    return was ? after.or(() -> before).map(this::deleted) : Optional.empty();
  }

  private ObjectNode deleted(ObjectNode last) {
    ObjectNode object = last.deepCopy();
    object.withObject("/metadata").put("resourceVersion", Long.toString(version));
    return event("DELETED", object);
  }

  static ObjectNode event(String type, ObjectNode object) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type).set("object", object);
    return event;
  }
}
