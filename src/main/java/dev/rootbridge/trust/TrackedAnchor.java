package dev.rootbridge.trust;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A root of a trust domain and what is done with it. It is what must survive a restart.
 *
 * @param anchor the root as the source has it
 * @param state what is done with it
 * @param firstSeen when the source had it for the first time
 * @param retireAfter for a retiring one, when it is dropped; empty in other states
 * @param message why it is in this state, where that isn't plain, what it waits for, and what there
 *     is to warn of; else empty
 */
public record TrackedAnchor(
    Anchor anchor,
    AnchorState state,
    Instant firstSeen,
    Optional<Instant> retireAfter,
    String message) {

  /**
   * @throws IllegalArgumentException if a retiring one has no date, or another one has
   */
  public TrackedAnchor {
    Objects.requireNonNull(anchor, "anchor");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(retireAfter, "retireAfter");
    Objects.requireNonNull(message, "message");
    if (retireAfter.isPresent() != (state == AnchorState.RETIRING)) {
      throw new IllegalArgumentException("an anchor has a date to retire when it is retiring only");
    }
  }

  static TrackedAnchor active(Anchor anchor, Instant firstSeen, String message) {
    return new TrackedAnchor(anchor, AnchorState.ACTIVE, firstSeen, Optional.empty(), message);
  }

  static TrackedAnchor retiring(
      Anchor anchor, Instant firstSeen, Instant retireAfter, String message) {
    return new TrackedAnchor(
        anchor, AnchorState.RETIRING, firstSeen, Optional.of(retireAfter), message);
  }

  static TrackedAnchor distrusted(Anchor anchor, Instant firstSeen) {
    return new TrackedAnchor(
        anchor,
        AnchorState.DISTRUSTED,
        firstSeen,
        Optional.empty(),
        "its fingerprint or that of its key is distrusted");
  }

  static TrackedAnchor pending(Anchor anchor, Instant firstSeen, String why) {
    return new TrackedAnchor(
        anchor,
        AnchorState.PENDING,
        firstSeen,
        Optional.empty(),
        why + ": compare the fingerprint with the other side's and approve it");
  }

  static TrackedAnchor refused(Anchor anchor, Instant firstSeen, String message) {
    return new TrackedAnchor(anchor, AnchorState.REFUSED, firstSeen, Optional.empty(), message);
  }

  boolean isTrusted() {
    return state.isTrusted();
  }

  boolean isPending() {
    return state == AnchorState.PENDING;
  }

  boolean isActive() {
    return state == AnchorState.ACTIVE;
  }

  /** This one, with a remark on another trusted one that proxies may take it for. */
  TrackedAnchor besideLookAlike(Anchor other) {
    String remark =
        "proxies can't tell it from sha256:%s: both have the same subject and no key identifiers that"
                .formatted(other.fingerprint())
            + " differ, so that workloads of one of the two are refused";
    return withMessage(message.isEmpty() ? remark : message + "; " + remark);
  }

  TrackedAnchor withMessage(String text) {
    return new TrackedAnchor(anchor, state, firstSeen, retireAfter, text);
  }
}
