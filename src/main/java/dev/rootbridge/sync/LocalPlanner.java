package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.LOCAL_ROOT_VERIFIED;
import static dev.rootbridge.sync.Condition.Type.PUBLISHED;

import dev.rootbridge.sync.IstiodCheck.Verdict;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.LintContext;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.RotationPlan;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done with this cluster's own roots. Proxies that read a bundle trust nothing else, so a
 * wrong local root cuts all of the mesh's own traffic. Hence nothing is published before istiod's
 * certificate was seen to lead to a local root; from then on roots are only added, and one goes
 * only while istiod is seen to serve under another.
 */
final class LocalPlanner {

  private final World.Local local;
  private final Instant now;
  private final IstiodCheck istiod;
  private final boolean wasPublished;

  /**
   * @param hold what every domain's Published says instead of how its namespaces stand, if the
   *     local roots are why
   */
  record Outcome(SyncPlan.Local local, Optional<Condition> hold) {}

  private LocalPlanner(World.Local local, Instant now) {
    this.local = local;
    this.now = now;
    this.istiod = new IstiodCheck(local.istiod(), now);
    this.wasPublished = local.before().isPublished();
  }

  static Outcome plan(World.Local local, Instant now) {
    return new LocalPlanner(local, now).plan();
  }

  private Outcome plan() {
    // What never came into use is forgotten as soon as its source has something else.
    List<TrackedAnchor> before = wasPublished ? local.before().anchors() : List.of();
    List<TrackedAnchor> anchors =
        RotationPlan.plan(
                reading(), RotationHistory.of(before), local.rotation(), LintContext.local(now))
            .anchors();
    if (wasPublished && istiod.of(trusted(anchors)) != Verdict.VOUCHES) {
      anchors = withDropped(before, anchors);
    }
    List<Anchor> trusted = trusted(anchors);
    Verdict verdict = istiod.of(trusted);
    boolean publishes = !trusted.isEmpty() && (wasPublished || verdict == Verdict.VOUCHES);
    LocalRoots roots = new LocalRoots(anchors, publishes ? sequence(trusted) : 0);
    Condition verification = verification(anchors);
    return new Outcome(
        new SyncPlan.Local(
            local.trustDomain(),
            roots,
            DomainConditions.source(
                local.source(), local.reading(), publishes ? trusted.size() : 0),
            verification),
        hold(roots, verdict, verification));
  }

  private Optional<List<Anchor>> reading() {
    return local.reading() instanceof Read read ? Optional.of(read.anchors()) : Optional.empty();
  }

  private static List<TrackedAnchor> withDropped(
      List<TrackedAnchor> before, List<TrackedAnchor> anchors) {
    List<Anchor> kept = anchors.stream().map(TrackedAnchor::anchor).toList();
    return new RotationPlan(
            Stream.concat(
                    anchors.stream(),
                    before.stream()
                        .filter(tracked -> tracked.state().isTrusted())
                        .filter(tracked -> !kept.contains(tracked.anchor()))
                        .map(
                            tracked ->
                                new TrackedAnchor(
                                    tracked.anchor(),
                                    tracked.state(),
                                    tracked.firstSeen(),
                                    tracked.retireAfter(),
                                    "kept beyond its date, for istiod isn't seen to serve under"
                                        + " another local root")))
                .toList(),
            Optional.empty())
        .anchors();
  }

  /** Begins with the time, so that it doesn't go back if what was kept is lost. */
  private long sequence(List<Anchor> trusted) {
    if (!wasPublished) {
      return Math.max(1, now.getEpochSecond());
    }
    boolean isSame = new HashSet<>(trusted).equals(new HashSet<>(local.before().trusted()));
    return isSame ? local.before().sequence() : local.before().sequence() + 1;
  }

  private Condition verification(List<TrackedAnchor> anchors) {
    List<Anchor> trusted = trusted(anchors);
    if (trusted.isEmpty()) {
      return Condition.unknown(
          LOCAL_ROOT_VERIFIED, "LocalRootUnavailable", "there is no local root to verify");
    }
    if (istiod.of(trusted) != Verdict.CONTRADICTS) {
      return underRetiring(anchors, trusted) ? retiringOnly() : istiod.condition();
    }
    return Condition.fails(
        LOCAL_ROOT_VERIFIED,
        "LocalRootMismatch",
        istiod.problem(trusted)
            + (wasPublished
                ? "; the bundles keep the local roots they have: see that the mesh's root is in "
                : "; nothing is published, for it would cut this mesh's own mTLS: see that the"
                    + " mesh's root is in ")
            + local.source()
            + ", or, if istiod's certificate is of another CA than its workloads',"
            + " set rootbridge.local.verify-istiod to false");
  }

  private boolean underRetiring(List<TrackedAnchor> anchors, List<Anchor> trusted) {
    List<Anchor> active =
        anchors.stream()
            .filter(tracked -> tracked.state() == AnchorState.ACTIVE)
            .map(TrackedAnchor::anchor)
            .toList();
    return istiod.of(trusted) == Verdict.VOUCHES && istiod.of(active) == Verdict.CONTRADICTS;
  }

  private Condition retiringOnly() {
    return Condition.fails(
        LOCAL_ROOT_VERIFIED,
        "IstiodUnderRetiringRoot",
        "istiod still serves under a root that "
            + local.source()
            + " no longer has; that root stays trusted until istiod serves under one that is there");
  }

  private Optional<Condition> hold(LocalRoots roots, Verdict verdict, Condition verification) {
    if (roots.trusted().isEmpty()) {
      return Optional.of(
          Condition.fails(
              PUBLISHED,
              "LocalRootUnavailable",
              "no bundle is written before this cluster's own root is known"));
    }
    return roots.isPublished() && verdict != Verdict.CONTRADICTS
        ? Optional.empty()
        : Optional.of(
            new Condition(
                PUBLISHED, verification.status(), verification.reason(), verification.message()));
  }

  private static List<Anchor> trusted(List<TrackedAnchor> anchors) {
    return new LocalRoots(anchors, 0).trusted();
  }
}
