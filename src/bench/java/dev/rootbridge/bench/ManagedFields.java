package dev.rootbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The {@code managedFields} of a new pod, as the API server writes them (FieldsV1): about a third
 * of a review, deeply nested, its keys full of escaped quotes.
 */
final class ManagedFields {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** By which members Kubernetes tells the elements of a list apart; other lists are atomic. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "containers", List.of("name"),
          "initContainers", List.of("name"),
          "env", List.of("name"),
          "volumes", List.of("name"),
          "volumeMounts", List.of("mountPath"),
          "ports", List.of("containerPort", "protocol"),
          "ownerReferences", List.of("uid"));

  private ManagedFields() {}

  static ArrayNode of(ObjectNode pod) {
    ObjectNode fields = JSON.createObjectNode();
    fields.set("f:metadata", members(pod.path("metadata").deepCopy()));
    fields.set("f:spec", members(pod.path("spec")));
    ArrayNode managed = JSON.createArrayNode();
    managed
        .addObject()
        .put("manager", "kube-controller-manager")
        .put("operation", "Update")
        .put("apiVersion", "v1")
        .put("time", "2026-11-15T12:00:00Z")
        .put("fieldsType", "FieldsV1")
        .set("fieldsV1", fields);
    return managed;
  }

  private static ObjectNode members(JsonNode object) {
    ObjectNode fields = JSON.createObjectNode();
    object
        .properties()
        .forEach(
            member -> fields.set("f:" + member.getKey(), of(member.getKey(), member.getValue())));
    return fields;
  }

  private static ObjectNode of(String name, JsonNode value) {
    if (value.isObject()) {
      return members(value);
    }
    ObjectNode fields = JSON.createObjectNode();
    if (value.isArray() && KEYS.containsKey(name)) {
      fields.putObject(".");
      value.forEach(element -> fields.set(key(KEYS.get(name), element), element(element)));
    }
    return fields;
  }

  private static ObjectNode element(JsonNode element) {
    ObjectNode fields = JSON.createObjectNode();
    fields.putObject(".");
    fields.setAll(members(element));
    return fields;
  }

  private static String key(List<String> names, JsonNode element) {
    ObjectNode key = JSON.createObjectNode();
    names.forEach(name -> key.set(name, element.path(name)));
    return "k:" + key;
  }
}
