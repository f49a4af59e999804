package dev.rootbridge.trust;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What happens when the roots of a source change.
 *
 * @param overlap how long a root that left its source stays trusted; longer than the longest-lived
 *     workload certificate under it
 * @param pins fingerprints of public keys; when there are any, nothing else is accepted from the
 *     source
 * @param distrust fingerprints of certificates or of public keys that are never trusted; beats all
 *     the rest, at once
 * @param approval what a change that keeps none of the roots trusted before needs
 * @param approved fingerprints of certificates that an admin has approved; read when {@code
 *     approval} is manual
 */
public record RotationPolicy(
    Duration overlap,
    Set<Fingerprint> pins,
    Set<Fingerprint> distrust,
    Approval approval,
    Set<Fingerprint> approved) {

  /** An hour more than the day that Istio's workload certificates live. */
  public static final RotationPolicy DEFAULT =
      new RotationPolicy(Duration.ofHours(25), Set.of(), Set.of(), Approval.AUTOMATIC, Set.of());

  /** What a change that keeps none of the roots trusted before needs. */
  public enum Approval {
    /** Nothing. */
    AUTOMATIC,
    /** An admin's word for each new root. */
    MANUAL
  }

  /**
   * @throws IllegalArgumentException if the overlap is negative
   */
  public RotationPolicy {
    Objects.requireNonNull(overlap, "overlap");
    Objects.requireNonNull(approval, "approval");
    pins = Set.copyOf(pins);
    distrust = Set.copyOf(distrust);
    approved = Set.copyOf(approved);
    if (overlap.isNegative()) {
      throw new IllegalArgumentException("overlap can't be negative: " + overlap);
    }
  }

  boolean distrusts(Anchor anchor) {
    return distrust.contains(anchor.fingerprint()) || distrust.contains(anchor.keyFingerprint());
  }

  boolean pinsOut(Anchor anchor) {
    return !pins.isEmpty() && !pins.contains(anchor.keyFingerprint());
  }
}
