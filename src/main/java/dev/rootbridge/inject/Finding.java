package dev.rootbridge.inject;

import java.util.List;
import java.util.Optional;

/**
 * A reason met in one pod.
 *
 * @param template what, where and the remedy, as {@link Warning#of} takes it
 * @param values of the pod, as they are
 */
record Finding(Reason reason, String template, List<String> values) {

  static Finding of(Reason reason, String template, String... values) {
    return new Finding(reason, template, List.of(values));
  }

  static Optional<Finding> when(
      boolean condition, Reason reason, String template, String... values) {
    return condition ? Optional.of(of(reason, template, values)) : Optional.empty();
  }

  Warning warning() {
    return Warning.of(reason.code() + ": " + template, values);
  }
}
