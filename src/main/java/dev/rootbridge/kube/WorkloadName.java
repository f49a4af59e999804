package dev.rootbridge.kube;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a person names a workload: {@code [NAMESPACE/][KIND/]NAME}.
 *
 * @param namespace empty for the one that the context or an option names
 * @param kind empty for a pod or, where there is none of the name, a Deployment
 */
public record WorkloadName(Optional<String> namespace, Optional<Kind> kind, String name) {

  /** What has pods. */
  public enum Kind {
    POD("Pod", "po", "pod", "pods"),
    DEPLOYMENT("Deployment", "deploy", "deployment", "deployments"),
    STATEFUL_SET("StatefulSet", "sts", "statefulset", "statefulsets"),
    DAEMON_SET("DaemonSet", "ds", "daemonset", "daemonsets");

    private final String label;
    private final String names;

    Kind(String label, String... names) {
      this.label = label;
      this.names = " " + String.join(" ", names) + " ";
    }

    /** As in its resource. */
    String label() {
      return label;
    }

    private static Optional<Kind> of(String text) {
      return Arrays.stream(values())
          .filter(kind -> kind.names.contains(" " + text.toLowerCase(Locale.ROOT) + " "))
          .findFirst();
    }
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static WorkloadName parse(String text) {
    String[] parts = text.split("/", -1);
    if (Arrays.stream(parts).anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a workload is [NAMESPACE/][KIND/]NAME");
    }
    if (parts.length == 1) {
      return new WorkloadName(Optional.empty(), Optional.empty(), parts[0]);
    }
    Optional<Kind> kind = Kind.of(parts[parts.length - 2]);
    if (parts.length == 2) {
      return kind.isPresent()
          ? new WorkloadName(Optional.empty(), kind, parts[1])
          : new WorkloadName(Optional.of(parts[0]), Optional.empty(), parts[1]);
    }
    if (parts.length == 3 && kind.isPresent()) {
      return new WorkloadName(Optional.of(parts[0]), kind, parts[2]);
    }
    throw new IllegalArgumentException(
        "a workload is [NAMESPACE/][KIND/]NAME, KIND one of pod, deployment, statefulset,"
            + " daemonset");
  }
}
