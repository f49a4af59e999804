package dev.rootbridge.trust;

import java.util.List;
import java.util.Objects;

/**
 * What is known of one trust domain's roots from the passes before.
 *
 * @param anchors each once
 * @param extent whether that is all there was to know; a lost record must not make the next root
 *     pass for the first ever
 */
public record RotationHistory(List<TrackedAnchor> anchors, Extent extent) {

  /** How much of what was recorded is still known. */
  public enum Extent {
    /** All of it. */
    WHOLE,
    /** Less: something that was recorded is missing or can't be read any more. */
    IN_PART
  }

  /** Nothing was ever recorded. */
  public static final RotationHistory NONE = of(List.of());

  public RotationHistory {
    anchors = List.copyOf(anchors);
    Objects.requireNonNull(extent, "extent");
  }

  /** All that was ever recorded. */
  public static RotationHistory of(List<TrackedAnchor> anchors) {
    return new RotationHistory(anchors, Extent.WHOLE);
  }

  /** This, with the knowledge that there was more. */
  public RotationHistory inPart() {
    return new RotationHistory(anchors, Extent.IN_PART);
  }

  /** Whether nothing was ever recorded, so that the first reading begins the trust. */
  public boolean isBlank() {
    return anchors.isEmpty() && extent == Extent.WHOLE;
  }

  /** Whether something was recorded, and nothing of it is known any more. */
  public boolean isLost() {
    return anchors.isEmpty() && extent == Extent.IN_PART;
  }
}
