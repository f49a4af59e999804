package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.LintContext;
import dev.rootbridge.trust.RotationPlan;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster's own roots, and how their source stands.
 *
 * @param anchors each once, ordered by fingerprint
 */
record LocalRootPlan(List<TrackedAnchor> anchors, Condition source) {

  LocalRootPlan {
    anchors = List.copyOf(anchors);
  }

  static LocalRootPlan of(World.Local local, Instant now) {
    RotationPlan rotation =
        RotationPlan.plan(
            SyncPlanner.anchorsOf(local.reading()),
            local.before(),
            local.rotation(),
            LintContext.local(now));
    return new LocalRootPlan(
        rotation.anchors(),
        DomainConditions.source(local.source(), local.reading(), rotation.trusted().size()));
  }

  List<Anchor> trusted() {
    return anchors.stream()
        .filter(tracked -> tracked.state().isTrusted())
        .map(TrackedAnchor::anchor)
        .toList();
  }

  /**
   * A remote cluster that has a root of the primary's has the primary's roots: istiod there signs
   * for both. So its pods get them as they rotate there. A root that the remote cluster alone has
   * stays beside them, since istiod may have published it there first, and no root of a cluster's
   * own may be missing from its bundles.
   *
   * @param home the primary's roots
   * @param local the remote cluster's
   * @return this, where none is shared
   */
  LocalRootPlan sharingWith(List<TrackedAnchor> home, World.Local local) {
    Set<Fingerprint> trustedAtHome =
        home.stream()
            .filter(tracked -> tracked.state().isTrusted())
            .map(LocalRootPlan::fingerprint)
            .collect(Collectors.toSet());
    if (trusted().stream().map(Anchor::fingerprint).noneMatch(trustedAtHome::contains)) {
      return this;
    }
    Set<Fingerprint> known =
        home.stream().map(LocalRootPlan::fingerprint).collect(Collectors.toSet());
    List<TrackedAnchor> all = new ArrayList<>(home);
    anchors.stream().filter(own -> !known.contains(fingerprint(own))).forEach(all::add);
    all.sort(Comparator.comparing(LocalRootPlan::fingerprint));
    return new LocalRootPlan(
        all,
        source.status() == Condition.Status.TRUE
            ? Condition.holds(
                source.type(),
                "SharedRoot",
                local.source() + " has a root of the primary's: no federation needed with it")
            : source);
  }

  private static Fingerprint fingerprint(TrackedAnchor tracked) {
    return tracked.anchor().fingerprint();
  }
}
