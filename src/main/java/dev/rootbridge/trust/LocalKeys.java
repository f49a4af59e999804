package dev.rootbridge.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Leaves one certificate of each key in the local bundle. Only one that another can stand for goes:
 * under two names, each has workloads of its own, and without either their traffic stops.
 */
final class LocalKeys {

  private LocalKeys() {}

  /** Those that are valid now before those that aren't yet, then the longest valid. */
  static Comparator<Anchor> preference(Instant now) {
    return Comparator.comparing((Anchor anchor) -> anchor.notBefore().isAfter(now))
        .thenComparing(Anchor::notAfter, Comparator.reverseOrder())
        .thenComparing(Anchor::fingerprint);
  }

  /**
   * @param conflicts where to say what is left out, and which keys stay twice
   */
  static TrustBundle distinct(TrustBundle local, Instant now, List<Conflict> conflicts) {
    List<Anchor> stay = new ArrayList<>();
    for (Anchor anchor : local.anchors().stream().sorted(preference(now)).toList()) {
      List<Anchor> sameKey =
          stay.stream()
              .filter(other -> other.keyFingerprint().equals(anchor.keyFingerprint()))
              .toList();
      if (sameKey.stream().noneMatch(anchor::standsFor)) {
        stay.add(anchor);
      }
      sameKey.stream()
          .findFirst()
          .ifPresent(first -> conflicts.add(conflict(local.trustDomain(), anchor, first)));
    }
    return new TrustBundle(local.trustDomain(), stay);
  }

  private static Conflict conflict(TrustDomain domain, Anchor anchor, Anchor first) {
    return anchor.standsFor(first)
        ? new Conflict(
            Conflict.Reason.LOCAL_KEY_TWICE,
            domain,
            anchor.fingerprint(),
            "its public key is also that of %s, which is valid longer and is published in its place"
                .formatted(first.fingerprint()))
        : new Conflict(
            Conflict.Reason.LOCAL_KEY_UNDER_TWO_NAMES,
            domain,
            anchor.fingerprint(),
            "its public key is also that of %s, under another subject or key identifier: both stay,"
                    .formatted(first.fingerprint())
                + " since workloads may be under either");
  }
}
