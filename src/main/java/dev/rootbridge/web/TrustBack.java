package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether others trust this cluster, as far as it can be known here: by whom they trust in theirs,
 * which no source tells, but for the roots that are their own.
 */
enum TrustBack {
  /** A root of theirs is one of this cluster's, so that each trusts the other by it. */
  SHARED_ROOT(Condition.Status.TRUE),
  /** None of their roots is one of this cluster's, and their bundles are made here. */
  OTHER_ROOTS(Condition.Status.FALSE),
  /** It is decided there. */
  UNKNOWN(Condition.Status.UNKNOWN);

  private final Condition.Status status;

  TrustBack(Condition.Status status) {
    this.status = status;
  }

  Condition.Status status() {
    return status;
  }

  static TrustBack of(SyncPlan.Domain domain, SyncPlan.Local local) {
    Set<Fingerprint> own = keys(active(local.anchors()));
    return active(domain.tracked()).stream().map(Anchor::keyFingerprint).anyMatch(own::contains)
        ? SHARED_ROOT
        : UNKNOWN;
  }

  /** Of a cluster that this one's istiod serves too, whose bundles are made here. */
  static TrustBack of(SyncPlan.Remote remote, SyncPlan.Local local) {
    Set<Fingerprint> own = keys(local.roots().trusted());
    return remote
        .cluster()
        .map(cluster -> cluster.local().roots().trusted())
        .filter(roots -> !roots.isEmpty())
        .map(
            roots ->
                roots.stream().map(Anchor::keyFingerprint).anyMatch(own::contains)
                    ? SHARED_ROOT
                    : OTHER_ROOTS)
        .orElse(UNKNOWN);
  }

  private static List<Anchor> active(List<TrackedAnchor> anchors) {
    return anchors.stream()
        .filter(tracked -> tracked.state() == AnchorState.ACTIVE)
        .map(TrackedAnchor::anchor)
        .toList();
  }

  private static Set<Fingerprint> keys(List<Anchor> anchors) {
    return anchors.stream().map(Anchor::keyFingerprint).collect(Collectors.toSet());
  }
}
