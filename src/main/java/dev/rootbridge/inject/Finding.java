package dev.rootbridge.inject;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A reason met in one pod.
 *
 * @param detail what, where and the remedy, with the pod's values escaped
 */
record Finding(Reason reason, String detail) {

  /** The finding if the condition holds; the detail is worded only then. */
  static Optional<Finding> when(boolean condition, Reason reason, Supplier<String> detail) {
    return condition ? Optional.of(new Finding(reason, detail.get())) : Optional.empty();
  }

  Warning warning() {
    return new Warning(reason.code() + ": " + detail);
  }
}
