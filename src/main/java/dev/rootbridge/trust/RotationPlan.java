package dev.rootbridge.trust;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is done with each root of one trust domain, from what the source says now and what was done
 * before. It errs on the side of running traffic: a source that fails or offers nothing fit leaves
 * what is trusted as it is, and the last trusted root goes by distrust only.
 *
 * @param anchors every root of the source, and those that left it and still matter, each once,
 *     ordered by fingerprint
 * @param notTaken why nothing was made of what the source says, though it was read
 */
public record RotationPlan(List<TrackedAnchor> anchors, Optional<String> notTaken) {

  /**
   * Roots that a source may leave behind within one overlap. A source that shows new ones as often
   * as it is read would else fill bundles and status with those before.
   */
  static final int MAX_LEFT_BEHIND = 200;

  public RotationPlan {
    anchors = anchors.stream().sorted(Comparator.comparing(a -> a.anchor().fingerprint())).toList();
  }

  /**
   * Plans for a federated trust domain; as {@link #plan(Optional, RotationHistory, RotationPolicy,
   * LintContext)} with the rules that need no trust domain.
   */
  public static RotationPlan plan(
      Optional<List<Anchor>> reading, RotationHistory before, RotationPolicy policy, Instant now) {
    LintContext context = new LintContext(LintContext.Origin.FEDERATED, Optional.empty(), now);
    return plan(reading, before, policy, context);
  }

  /**
   * Plans one pass. A second pass over its own outcome with the same reading, policy and time
   * changes nothing.
   *
   * @param reading what the source has now; empty if nothing usable could be read, which, like an
   *     empty list, keeps what is there
   * @param before what the plan before left; {@link RotationHistory#NONE} for the first reading
   * @param policy the admin's
   * @param context whose roots they are and what time it is; {@link LintContext#local} for the
   *     local trust domain
   */
  public static RotationPlan plan(
      Optional<List<Anchor>> reading,
      RotationHistory before,
      RotationPolicy policy,
      LintContext context) {
    RotationPass pass = new RotationPass(before, policy, context);
    List<Anchor> roots = reading.orElse(List.of());
    List<TrackedAnchor> outcome = pass.over(roots);
    long leftBehind = leftBehind(outcome, roots);
    if (leftBehind <= MAX_LEFT_BEHIND || leftBehind <= leftBehind(before.anchors(), List.of())) {
      return new RotationPlan(outcome, Optional.empty());
    }
    return new RotationPlan(
        pass.over(List.of()),
        Optional.of(
            ("its source has changed its roots too often: %d that it no longer has would be trusted"
                    + " until their overlap is over, the limit is %d; name those that aren't genuine"
                    + " in rotation.distrust, or wait until others are gone")
                .formatted(leftBehind, MAX_LEFT_BEHIND)));
  }

  private static long leftBehind(List<TrackedAnchor> outcome, List<Anchor> reading) {
    return outcome.stream()
        .filter(tracked -> tracked.state() == AnchorState.RETIRING)
        // One that a pin leaves out goes by an admin's will.
        .filter(tracked -> !reading.contains(tracked.anchor()))
        .count();
  }

  /**
   * The anchors that belong in bundles, active and retiring, ordered by fingerprint. Empty only
   * when no fit root was ever read or all were distrusted: then there is no bundle to write.
   */
  public List<Anchor> trusted() {
    return anchors.stream().filter(TrackedAnchor::isTrusted).map(TrackedAnchor::anchor).toList();
  }
}
