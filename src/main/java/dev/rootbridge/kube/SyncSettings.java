package dev.rootbridge.kube;

import dev.rootbridge.inject.Strictness;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.util.Optional;

/**
 * What the sync loop is told about this cluster.
 *
 * @param namespace where Rootbridge itself runs, and keeps what must survive a restart
 * @param instance which replica this is, as events name it
 * @param localRoot where this cluster's own root certificates are read
 * @param istiod who must serve a certificate under a local root before that is published; empty if
 *     it isn't to be asked
 * @param localOverlap how long a local root that left its source stays in the bundles
 * @param sourceAddresses which addresses sources may lead to
 * @param resync how often a pass is made without a change, for what only time changes
 * @param writers how many ConfigMaps are written at once
 */
public record SyncSettings(
    TrustDomain localTrustDomain,
    String namespace,
    String instance,
    SourceSpec localRoot,
    Optional<ServerAddress> istiod,
    MeshSettings mesh,
    Duration localOverlap,
    AddressRule sourceAddresses,
    Duration resync,
    int writers,
    Strictness strictness) {}
