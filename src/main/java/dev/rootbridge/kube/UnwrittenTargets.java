package dev.rootbridge.kube;

import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * ConfigMaps that another replica should have made by now. A replica that doesn't write learns of
 * no failure, but may not let pods wait for a ConfigMap that can't be made.
 */
final class UnwrittenTargets {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<TargetKey, Instant> since = new HashMap<>();

  /** Takes note of what is still missing. */
  void planned(SyncPlan.Cluster plan, Instant madeAt) {
    Map<TargetKey, Instant> missing =
        plan.actions().stream()
            .filter(action -> action instanceof Action.Write write && write.present().isEmpty())
            .collect(
                Collectors.toMap(
                    Action::target, action -> since.getOrDefault(action.target(), madeAt)));
    since.clear();
    since.putAll(missing);
  }

  /** Those that have been missing for long, with what to say of them. */
  Map<TargetKey, String> overdue(Instant now) {
    return since.entrySet().stream()
        .filter(entry -> entry.getValue().plus(PATIENCE).isBefore(now))
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                entry -> "has not been made since " + entry.getValue() + " by the leader"));
  }
}
