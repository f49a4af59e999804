package dev.rootbridge.kube;

import dev.rootbridge.inject.Strictness;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.util.Optional;

/**
 * What the sync loop is told about this cluster.
 *
 * @param namespace where Rootbridge itself runs, and keeps what must survive a restart
 * @param instance which replica this is, as people read it
 * @param lease how replicas agree on the one that writes
 * @param localRoot where this cluster's own root certificates are read
 * @param istiod who must serve a certificate under a local root before that is published; empty if
 *     it isn't to be asked
 * @param sourceLimits what a source of certificates may hold at most, this cluster's own included
 * @param localOverlap how long a local root that left its source stays in the bundles
 * @param sourceAddresses which addresses sources may lead to
 * @param resync how often a pass is made without a change, for what only time changes
 * @param writes how fast ConfigMaps are written
 * @param targets how the bundles of scopes are kept
 * @param remotes the clusters that this one's istiod serves too
 */
public record SyncSettings(
    TrustDomain localTrustDomain,
    String namespace,
    String instance,
    LeaseSettings lease,
    SourceSpec localRoot,
    Optional<ServerAddress> istiod,
    MeshSettings mesh,
    PemLimits sourceLimits,
    Duration localOverlap,
    AddressRule sourceAddresses,
    Duration resync,
    WriteLimits writes,
    TargetPolicy targets,
    RemoteSettings remotes,
    Strictness strictness) {}
