package dev.rootbridge.webhook;

import java.util.Map;

/** Which members of a JSON value are wanted, all the way down; a list stands for its elements. */
sealed interface Members {

  /** The whole value. */
  Members ALL = new All();

  /** What of an {@code AdmissionReview} about a pod a decision, and the log of it, look at. */
  Members OF_REVIEW = ofReview();

  /** Everything. */
  record All() implements Members {}

  /**
   * Some members of an object.
   *
   * @param byName what is wanted of each; others are not
   */
  record Some(Map<String, Members> byName) implements Members {
    public Some {
      byName = Map.copyOf(byName);
    }
  }

  private static Members ofReview() {
    Members container =
        some(
            Map.of(
                "name", ALL,
                "args", ALL,
                "env", ALL,
                "envFrom", ALL,
                "restartPolicy", ALL,
                "volumeMounts", ALL));
    Members metadata =
        some(Map.of("labels", ALL, "annotations", ALL, "name", ALL, "generateName", ALL));
    Members spec =
        some(
            Map.of(
                "containers", container,
                "initContainers", container,
                "volumes", ALL,
                "os", ALL,
                "nodeSelector", ALL));
    Members request =
        some(
            Map.of(
                "uid", ALL,
                "kind", ALL,
                "operation", ALL,
                "subResource", ALL,
                "namespace", ALL,
                "object", some(Map.of("metadata", metadata, "spec", spec))));
    return some(Map.of("apiVersion", ALL, "kind", ALL, "request", request));
  }

  private static Members some(Map<String, Members> byName) {
    return new Some(byName);
  }
}
