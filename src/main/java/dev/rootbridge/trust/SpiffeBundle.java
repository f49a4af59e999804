package dev.rootbridge.trust;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a SPIFFE bundle document says of a trust domain's X.509 authorities (SPIFFE Trust Domain and
 * Bundle, section 4). The document doesn't name the trust domain; where it was read does.
 *
 * @param anchors in the document's order; may be empty, which says that the domain has none
 * @param sequence grows with every change
 * @param refreshHint how often to look for changes; whole seconds
 */
public record SpiffeBundle(
    List<Anchor> anchors, OptionalLong sequence, Optional<Duration> refreshHint) {

  /**
   * @throws IllegalArgumentException if the sequence or the hint is negative
   */
  public SpiffeBundle {
    anchors = List.copyOf(anchors);
    Objects.requireNonNull(sequence, "sequence");
    Objects.requireNonNull(refreshHint, "refreshHint");
    if (sequence.isPresent() && sequence.getAsLong() < 0) {
      throw new IllegalArgumentException("spiffe_sequence can't be negative");
    }
    if (refreshHint.isPresent() && refreshHint.get().isNegative()) {
      throw new IllegalArgumentException("spiffe_refresh_hint can't be negative");
    }
  }
}
