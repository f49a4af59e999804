package dev.rootbridge.boot.dev.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** How what a client sends is worked into an object; all return a copy. */
final class Merge {

  private Merge() {}

  /** A merge patch: objects are merged, null removes, all else replaces (RFC 7396). */
  static ObjectNode mergePatch(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(field.getKey());
      } else if (value instanceof ObjectNode object) {
        ObjectNode into =
            result.get(field.getKey()) instanceof ObjectNode present
                ? present
                : result.objectNode();
        result.set(field.getKey(), mergePatch(into, object));
      } else {
        result.set(field.getKey(), value.deepCopy());
      }
    }
    return result;
  }

  /**
   * A server-side apply: the fields wanted are set, and those that the same manager applied the
   * last time and no longer wants go. Every list is one field, as with {@code
   * x-kubernetes-list-type: atomic}.
   */
  static ObjectNode apply(ObjectNode live, Optional<ObjectNode> lastApplied, ObjectNode wanted) {
    ObjectNode result = mergePatch(live, wanted);
    lastApplied.ifPresent(last -> removeDropped(result, last, wanted));
    return result;
  }

  private static void removeDropped(ObjectNode result, ObjectNode last, ObjectNode wanted) {
    for (Map.Entry<String, JsonNode> field : last.properties()) {
      String name = field.getKey();
      JsonNode kept = wanted.get(name);
      if (field.getValue() instanceof ObjectNode before
          && result.get(name) instanceof ObjectNode now) {
        removeDropped(now, before, kept instanceof ObjectNode o ? o : wanted.objectNode());
        if (kept == null && now.isEmpty()) {
          result.remove(name);
        }
      } else if (kept == null) {
        result.remove(name);
      }
    }
  }
}
