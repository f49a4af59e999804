package dev.rootbridge.sync;

import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Pod;
import java.time.Instant;
import java.util.Optional;

/** What a proxy can't have seen of the ConfigMap that it reads, by when it started. */
final class ProxyHistory {

  private ProxyHistory() {}

  /** Why it doesn't know the present content. */
  record Finding(MissedReason reason, String detail) {}

  static Optional<Finding> finding(Pod pod, String configMap, ExistingTarget target) {
    return pod.started()
        .flatMap(
            started ->
                tooEarly(started, configMap, target)
                    .or(() -> changedTwice(pod, started, configMap, target)));
  }

  private static Optional<Finding> tooEarly(
      Instant started, String configMap, ExistingTarget target) {
    return started.isBefore(target.created())
        ? Optional.of(
            new Finding(
                MissedReason.STARTED_BEFORE_BUNDLE,
                "It started at "
                    + started
                    + " and ConfigMap "
                    + configMap
                    + " was made at "
                    + target.created()))
        : Optional.empty();
  }

  private static Optional<Finding> changedTwice(
      Pod pod, Instant started, String configMap, ExistingTarget target) {
    return pod.release()
        .filter(ProxyRelease::followsOneChangeOnly)
        .filter(release -> target.changes().areSeveralSince(started))
        .map(
            release ->
                new Finding(
                    MissedReason.CHANGE_NOT_FOLLOWED,
                    "It is of "
                        + release
                        + " and started at "
                        + started
                        + "; ConfigMap "
                        + configMap
                        + " last changed at "
                        + target.changes().times().get(0)));
  }
}
