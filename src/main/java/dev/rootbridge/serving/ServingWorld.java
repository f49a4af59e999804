package dev.rootbridge.serving;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that a plan depends on.
 *
 * @param stored what the Secret holds
 * @param publishedSince since when the bundle has been seen to hold what it holds now; empty if it
 *     was never looked at before
 * @param settling how long API servers other than the one that was asked may take to hear of a
 *     changed bundle
 * @param notice how long people have to copy a new CA to where API servers of other clusters look
 * @param now the API server's time: it is API servers that judge by dates
 */
public record ServingWorld(
    StoredCertificates stored,
    Registration registration,
    Optional<Instant> publishedSince,
    ServingHosts hosts,
    Duration settling,
    Duration notice,
    Instant now) {}
