package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of a pod, read once.
 *
 * @param pointer where it is in the pod, a JSON pointer (RFC 6901)
 * @param node the container itself
 * @param mounts its volume mounts, in order
 */
record ContainerView(Kind kind, String pointer, JsonNode node, List<Mount> mounts) {

  enum Kind {
    ORDINARY("containers"),
    INIT("initContainers");

    private final String list;

    Kind(String list) {
      this.list = list;
    }

    /** The member of the pod's spec that lists them. */
    String list() {
      return list;
    }
  }

  static ContainerView of(Kind kind, int index, JsonNode node) {
    List<Mount> mounts = new ArrayList<>(node.path("volumeMounts").size());
    for (JsonNode mount : node.path("volumeMounts")) {
      mounts.add(Mount.of(mount));
    }
    return new ContainerView(kind, "/spec/" + kind.list() + "/" + index, node, mounts);
  }

  /** Whether the parts that the patch touches are shaped as in a Pod. */
  boolean isShaped() {
    return Shape.isObjectsOrAbsent(node.path("volumeMounts"))
        && Shape.isObjectsOrAbsent(node.path("env"));
  }

  /** An init container does so only as a native sidecar. */
  boolean staysRunning() {
    return kind == Kind.ORDINARY || node.path("restartPolicy").asText("").equals("Always");
  }

  String name() {
    return node.path("name").asText("");
  }

  /** By name; of two with the same name the last counts, as for the kubelet. */
  Map<String, EnvValue> environment() {
    Map<String, EnvValue> values = new HashMap<>();
    for (JsonNode variable : node.path("env")) {
      values.put(variable.path("name").asText(""), EnvValue.of(variable));
    }
    return values;
  }

  /** Whether it takes variables by the dozen from ConfigMaps or Secrets. */
  boolean hasEnvFrom() {
    return !node.path("envFrom").isEmpty();
  }
}
