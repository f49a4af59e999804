package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One of a container's volume mounts.
 *
 * @param volume the volume's name
 * @param raw the path as the pod writes it
 * @param path the same, cleaned
 * @param plain read-only, of the whole volume, without propagation
 */
record Mount(String volume, String raw, MountPath path, boolean plain) {

  static Mount of(JsonNode node) {
    String raw = node.path("mountPath").asText("");
    boolean plain =
        node.path("readOnly").asBoolean(false)
            && node.path("subPath").asText("").isEmpty()
            && node.path("subPathExpr").asText("").isEmpty()
            && node.path("mountPropagation").asText("None").equals("None");
    return new Mount(node.path("name").asText(""), raw, MountPath.of(raw), plain);
  }

  /** Our volume, mounted as we mount it. */
  static Mount ours(String path) {
    return new Mount(InjectionContract.VOLUME, path, MountPath.of(path), true);
  }

  boolean isSameAs(Mount other) {
    return plain == other.plain && volume.equals(other.volume) && path.equals(other.path);
  }

  ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", volume);
    node.put("readOnly", true);
    node.put("mountPath", raw);
    return node;
  }
}
