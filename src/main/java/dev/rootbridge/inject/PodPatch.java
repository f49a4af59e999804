package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Collects a JSON patch (RFC 6902) that adds and never removes; missing parents are made. */
final class PodPatch {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ArrayNode operations = JSON.arrayNode();

  /**
   * Sets one member of a map of strings, unless it has that value.
   *
   * @param pointer where the map is, or would be
   * @param map the map as it is in the pod: an object, null or missing
   */
  void put(String pointer, JsonNode map, String key, String value) {
    if (!map.isObject()) {
      add(pointer, JSON.objectNode().put(key, value));
    } else if (!value.equals(map.path(key).textValue())) {
      add(pointer + "/" + escaped(key), JSON.textNode(value));
    }
  }

  /**
   * Appends to a list.
   *
   * @param pointer where the list is, or would be
   * @param list the list as it is in the pod: an array, null or missing
   */
  void append(String pointer, JsonNode list, List<ObjectNode> elements) {
    if (elements.isEmpty()) {
      return;
    }
    if (list.isArray()) {
      elements.forEach(element -> add(pointer + "/-", element));
    } else {
      add(pointer, JSON.arrayNode().addAll(elements));
    }
  }

  /** The patch; nothing may be collected afterwards. */
  ArrayNode toJson() {
    return operations;
  }

  private void add(String pointer, JsonNode value) {
    ObjectNode operation = JSON.objectNode();
    operation.put("op", "add");
    operation.put("path", pointer);
    operation.set("value", value);
    operations.add(operation);
  }

  /** As a reference token of a JSON pointer (RFC 6901, section 3). */
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
