package dev.rootbridge.sync;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;

/**
 * A {@code FederatedTrustDomain} in parsed form: what the admin asked for.
 *
 * @param name the resource's name
 * @param uid tells a resource from a later one of the same name
 * @param acceptance how the mesh config is to accept its identities
 * @param created decides who owns a trust domain that two resources claim
 */
public record FederatedTrust(
    String name,
    String uid,
    long generation,
    Instant created,
    TrustDomain trustDomain,
    SourceSpec source,
    Constraint constraint,
    NamespaceSelector namespaces,
    RotationPolicy rotation,
    Acceptance acceptance) {}
