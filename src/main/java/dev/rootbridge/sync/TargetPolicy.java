package dev.rootbridge.sync;

import java.time.Duration;

/**
 * How the bundles of scopes are kept.
 *
 * @param maxScopes how many scopes a namespace may have; its workloads choose them, so there must
 *     be an end
 * @param scopeGrace how long a scope's bundle stays after the last workload that needs it: one that
 *     is being replaced comes back
 */
public record TargetPolicy(int maxScopes, Duration scopeGrace) {

  public static final TargetPolicy DEFAULT = new TargetPolicy(20, Duration.ofMinutes(10));
}
