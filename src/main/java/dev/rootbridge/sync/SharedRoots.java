package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roots of a remote cluster that shares one with the primary. A remote cluster that has a root
 * of the primary's has the primary's roots: istiod there signs for both. So its pods get them as
 * they rotate there. A root that the remote cluster alone has stays beside them, since istiod may
 * have published it there first, and no root of a cluster's own may be missing from its bundles.
 */
final class SharedRoots {

  private SharedRoots() {}

  /**
   * @param home the primary's roots
   * @param source where the remote cluster's are read
   * @return the remote cluster's side as it is, where no root is shared
   */
  static SyncPlan.Local of(SyncPlan.Local remote, List<TrackedAnchor> home, String source) {
    Set<Fingerprint> trustedAtHome =
        home.stream()
            .filter(tracked -> tracked.state().isTrusted())
            .map(SharedRoots::fingerprint)
            .collect(Collectors.toSet());
    if (remote.roots().trusted().stream()
        .map(Anchor::fingerprint)
        .noneMatch(trustedAtHome::contains)) {
      return remote;
    }
    Set<Fingerprint> known =
        home.stream().map(SharedRoots::fingerprint).collect(Collectors.toSet());
    List<TrackedAnchor> all = new ArrayList<>(home);
    remote.anchors().stream().filter(own -> !known.contains(fingerprint(own))).forEach(all::add);
    all.sort(Comparator.comparing(SharedRoots::fingerprint));
    Condition read = remote.source();
    return new SyncPlan.Local(
        remote.trustDomain(),
        new LocalRoots(all, remote.roots().sequence()),
        read.status() == Condition.Status.TRUE
            ? Condition.holds(
                read.type(),
                "SharedRoot",
                source + " has a root of the primary's: no federation needed with it")
            : read,
        remote.verification());
  }

  private static Fingerprint fingerprint(TrackedAnchor tracked) {
    return tracked.anchor().fingerprint();
  }
}
