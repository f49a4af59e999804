package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a Pod's JSON that the decision reads, checked for shape once. */
record PodView(JsonNode metadata, JsonNode spec) {

  /** Kubernetes: TotalAnnotationSizeLimitB in apimachinery's validation/objectmeta.go. */
  private static final int MAX_ANNOTATION_BYTES = 256 * 1024;

  private static final Set<String> PROXY = Set.of(InjectionContract.PROXY_CONTAINER);
  private static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

  /** Empty if a part that matters isn't shaped as in a Pod. */
  static Optional<PodView> of(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    boolean shaped =
        metadata.isObject()
            && Shape.isObjectOrAbsent(metadata.path("labels"))
            && Shape.isObjectOrAbsent(metadata.path("annotations"))
            && spec.isObject()
            && Shape.isObjectsOrAbsent(spec.path("containers"))
            && Shape.isObjectsOrAbsent(spec.path("initContainers"))
            && Shape.isObjectsOrAbsent(spec.path("volumes"));
    return shaped ? Optional.of(new PodView(metadata, spec)) : Optional.empty();
  }

  JsonNode annotations() {
    return metadata.path("annotations");
  }

  JsonNode labels() {
    return metadata.path("labels");
  }

  Optional<String> annotation(String name) {
    return text(annotations().path(name));
  }

  Optional<String> label(String name) {
    return text(labels().path(name));
  }

  /** The containers with one of these names, ordinary and init, in the pod's order. */
  List<ContainerView> containers(Set<String> names) {
    List<ContainerView> found = new ArrayList<>();
    for (ContainerView.Kind kind : ContainerView.Kind.values()) {
      int index = 0;
      for (JsonNode container : spec.path(kind.list())) {
        if (names.contains(container.path("name").asText(""))) {
          found.add(ContainerView.of(kind, index, container));
        }
        index++;
      }
    }
    return found;
  }

  /** Istio's proxy: an ordinary container, or a native sidecar. */
  Optional<ContainerView> proxy() {
    return containers(PROXY).stream().filter(ContainerView::staysRunning).findFirst();
  }

  Optional<JsonNode> volume(String name) {
    for (JsonNode volume : spec.path("volumes")) {
      if (volume.path("name").asText("").equals(name)) {
        return Optional.of(volume);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether an annotation can be set without the pod outgrowing what the API server takes.
   *
   * @param value its new value; an old one makes room
   */
  boolean hasRoomForAnnotation(String name, String value) {
    long bytes = utf8Length(name) + utf8Length(value);
    for (Map.Entry<String, JsonNode> annotation : annotations().properties()) {
      if (!annotation.getKey().equals(name)) {
        bytes += utf8Length(annotation.getKey()) + utf8Length(annotation.getValue().asText(""));
      }
    }
    return bytes <= MAX_ANNOTATION_BYTES;
  }

  boolean isMirror() {
    return annotation(MIRROR_ANNOTATION).isPresent();
  }

  boolean isOptedOut() {
    return label(InjectionContract.INJECT_LABEL).filter("false"::equalsIgnoreCase).isPresent();
  }

  boolean isWindows() {
    return spec.path("os").path("name").asText("").equals("windows")
        || spec.path("nodeSelector").path("kubernetes.io/os").asText("").equals("windows");
  }

  private static long utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue());
  }
}
