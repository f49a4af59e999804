package dev.rootbridge.kube;

import dev.rootbridge.inject.Strictness;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;

/**
 * What the sync loop is told about this cluster.
 *
 * @param namespace where Rootbridge itself runs, and keeps what must survive a restart
 * @param instance which replica this is, as events name it
 * @param localRoot where this cluster's own root certificates are read
 * @param localOverlap how long a local root that left its source stays in the bundles
 * @param resync how often a pass is made without a change, for what only time changes
 * @param writers how many ConfigMaps are written at once
 * @param targets how the bundles of scopes are kept
 */
public record SyncSettings(
    TrustDomain localTrustDomain,
    String namespace,
    String instance,
    ConfigMapKey localRoot,
    Duration localOverlap,
    Duration resync,
    int writers,
    TargetPolicy targets,
    Strictness strictness) {}
