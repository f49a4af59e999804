package dev.rootbridge.sync;

import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;

/**
 * This cluster's own roots, as they must survive a restart.
 *
 * @param anchors each once
 * @param sequence grows with every change of what is trusted (SPIFFE Trust Domain and Bundle,
 *     section 4.1.2); 0 while nothing was published yet
 */
public record LocalRoots(List<TrackedAnchor> anchors, long sequence) {

  /** Before anything is known. */
  public static final LocalRoots NONE = new LocalRoots(List.of(), 0);

  /**
   * @throws IllegalArgumentException if the sequence is negative
   */
  public LocalRoots {
    anchors = List.copyOf(anchors);
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence can't be negative");
    }
  }

  /** Whether bundles with them may be in use, so that none of them can simply be dropped. */
  public boolean isPublished() {
    return sequence > 0;
  }

  /** The active and the retiring ones. */
  public List<Anchor> trusted() {
    return anchors.stream()
        .filter(tracked -> tracked.state().isTrusted())
        .map(TrackedAnchor::anchor)
        .toList();
  }
}
