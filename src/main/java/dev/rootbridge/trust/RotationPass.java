package dev.rootbridge.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One pass of the rotation of one trust domain's roots. */
final class RotationPass {

  private final Map<Anchor, TrackedAnchor> before = new LinkedHashMap<>();
  private final RotationHistory history;
  private final RotationPolicy policy;
  private final LintContext context;
  private final Instant now;

  RotationPass(RotationHistory history, RotationPolicy policy, LintContext context) {
    this.history = history;
    history.anchors().forEach(tracked -> this.before.putIfAbsent(tracked.anchor(), tracked));
    this.policy = policy;
    this.context = context;
    this.now = context.now();
  }

  List<TrackedAnchor> over(List<Anchor> reading) {
    if (reading.isEmpty()) {
      return withoutThePastDate(withoutReading(), Map.of());
    }
    Map<Anchor, TrackedAnchor> judged = new LinkedHashMap<>();
    boolean keepsOne = keepsOneTrustedBefore(reading);
    reading.forEach(anchor -> judged.put(anchor, judged(anchor, keepsOne)));
    return remarked(withoutThePastDate(withReading(judged), judged));
  }

  /** Last known good: only the admin's distrust changes something. */
  private List<TrackedAnchor> withoutReading() {
    return before.values().stream().map(this::carriedOver).toList();
  }

  private TrackedAnchor carriedOver(TrackedAnchor tracked) {
    if (policy.distrusts(tracked.anchor())) {
      return TrackedAnchor.distrusted(tracked.anchor(), tracked.firstSeen());
    }
    if (tracked.state() == AnchorState.DISTRUSTED) {
      return TrackedAnchor.refused(
          tracked.anchor(),
          tracked.firstSeen(),
          "no longer distrusted; waits until its source has it again");
    }
    return tracked;
  }

  private List<TrackedAnchor> withReading(Map<Anchor, TrackedAnchor> judged) {
    Map<Anchor, TrackedAnchor> outcome = new LinkedHashMap<>(judged);
    boolean somethingFit = outcome.values().stream().anyMatch(TrackedAnchor::isActive);
    for (TrackedAnchor tracked : before.values()) {
      Anchor anchor = tracked.anchor();
      if (policy.distrusts(anchor)) {
        // Kept in sight, so that roots that come after it don't pass as the first ever.
        outcome.put(anchor, TrackedAnchor.distrusted(anchor, tracked.firstSeen()));
      } else if (tracked.isTrusted() && !somethingFit) {
        outcome.put(
            anchor,
            tracked.withMessage(
                "last known good: waits until the source has a root that is accepted"));
      } else if (tracked.isTrusted() && hasLeft(anchor, judged)) {
        outcome.put(anchor, retiring(tracked));
      }
    }
    return new ArrayList<>(outcome.values());
  }

  /** A root that the pins leave out now has left the source as far as we are concerned. */
  private boolean hasLeft(Anchor anchor, Map<Anchor, TrackedAnchor> judged) {
    return !judged.containsKey(anchor) || policy.pinsOut(anchor);
  }

  private TrackedAnchor judged(Anchor anchor, boolean keepsOne) {
    Optional<TrackedAnchor> known = Optional.ofNullable(before.get(anchor));
    Instant firstSeen = known.map(TrackedAnchor::firstSeen).orElse(now);
    if (policy.distrusts(anchor)) {
      return TrackedAnchor.distrusted(anchor, firstSeen);
    }
    if (policy.pinsOut(anchor)) {
      return TrackedAnchor.refused(
          anchor, firstSeen, "its public key is none of the pinned ones: pin it, if it is genuine");
    }
    Optional<Finding> error = Lint.error(anchor, context);
    if (error.isPresent()) {
      String problem = error.get().message();
      // Proxies refuse what is under an expired root by themselves. To drop it as well would lose
      // it for good, should our clock be the one that is wrong.
      boolean expiredInUse =
          known.filter(TrackedAnchor::isTrusted).isPresent()
              && error.get().rule().equals(ExpiredRule.ID);
      return expiredInUse
          ? TrackedAnchor.active(anchor, firstSeen, problem + "; its source still has it")
          : TrackedAnchor.refused(anchor, firstSeen, problem);
    }
    return needsApproval(anchor, keepsOne)
        ? known
            .filter(TrackedAnchor::isPending)
            .orElseGet(() -> TrackedAnchor.pending(anchor, firstSeen, whyStrange()))
        : TrackedAnchor.active(anchor, firstSeen, Lint.warnings(anchor, context));
  }

  private boolean needsApproval(Anchor anchor, boolean keepsOne) {
    if (policy.approval() == RotationPolicy.Approval.AUTOMATIC
        || policy.approved().contains(anchor.fingerprint())) {
      return false;
    }
    if (Optional.ofNullable(before.get(anchor)).filter(TrackedAnchor::isPending).isPresent()) {
      return true;
    }
    // No pass ever empties what is recorded, so only then was nothing trusted before. States don't
    // tell: a root that was trusted, then distrusted, ends up refused or gone.
    return !history.isBlank() && !keepsOne;
  }

  private String whyStrange() {
    if (history.extent() == RotationHistory.Extent.IN_PART) {
      return "the record of the roots trusted before is lost or damaged";
    }
    return before.values().stream().anyMatch(TrackedAnchor::isTrusted)
        ? "the source has none of the roots trusted before"
        : "it is not the first root of its domain that was seen, and none is trusted";
  }

  /** By public key: a root that was merely renewed is no stranger. */
  private boolean keepsOneTrustedBefore(List<Anchor> reading) {
    Set<Fingerprint> trustedKeys =
        before.values().stream()
            .filter(TrackedAnchor::isTrusted)
            .map(tracked -> tracked.anchor().keyFingerprint())
            .collect(Collectors.toSet());
    return reading.stream()
        .filter(anchor -> !policy.distrusts(anchor) && !policy.pinsOut(anchor))
        .anyMatch(anchor -> trustedKeys.contains(anchor.keyFingerprint()));
  }

  private TrackedAnchor retiring(TrackedAnchor tracked) {
    Anchor anchor = tracked.anchor();
    Instant date = tracked.retireAfter().orElseGet(() -> retireAfter(anchor));
    return TrackedAnchor.retiring(
        anchor,
        tracked.firstSeen(),
        date,
        "its source no longer has it; trusted until %s, when every certificate under it has expired"
            .formatted(date));
  }

  /** Nothing under it is valid once it has expired itself, however long the overlap. */
  private Instant retireAfter(Anchor anchor) {
    Instant overlapEnd = now.plus(policy.overlap());
    return overlapEnd.isBefore(anchor.notAfter()) ? overlapEnd : anchor.notAfter();
  }

  /**
   * Drops retiring anchors whose date is past, while an active one is there to carry on. One that
   * the source still has is what it was judged to be.
   */
  private List<TrackedAnchor> withoutThePastDate(
      List<TrackedAnchor> outcome, Map<Anchor, TrackedAnchor> judged) {
    if (outcome.stream().anyMatch(TrackedAnchor::isActive)) {
      return outcome.stream()
          .flatMap(
              tracked ->
                  isPast(tracked)
                      ? Optional.ofNullable(judged.get(tracked.anchor())).stream()
                      : Stream.of(tracked))
          .toList();
    }
    return outcome.stream()
        .map(
            tracked ->
                isPast(tracked)
                    ? tracked.withMessage(
                        "kept beyond its date: waits until another root is active")
                    : tracked)
        .toList();
  }

  /** To be done to messages of this pass only, so that remarks don't pile up. */
  private static List<TrackedAnchor> remarked(List<TrackedAnchor> outcome) {
    List<Anchor> trusted =
        outcome.stream().filter(TrackedAnchor::isTrusted).map(TrackedAnchor::anchor).toList();
    return outcome.stream()
        .map(
            tracked ->
                tracked.isTrusted()
                    ? LookAlikes.first(tracked.anchor(), trusted)
                        .map(tracked::besideLookAlike)
                        .orElse(tracked)
                    : tracked)
        .toList();
  }

  private boolean isPast(TrackedAnchor tracked) {
    return tracked.retireAfter().filter(date -> !now.isBefore(date)).isPresent();
  }
}
