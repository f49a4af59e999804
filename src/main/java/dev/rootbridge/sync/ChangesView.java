package dev.rootbridge.sync;

import java.time.Instant;
import java.util.List;

/** Lets people look at what changed lately, as far as this replica remembers. */
public interface ChangesView {

  /** What is remembered; before the first plan, nothing. */
  Changes changes();

  /**
   * The latest changes.
   *
   * @param since the first plan of this replica; what changed before isn't known to it
   * @param latest the newest first; the oldest are forgotten
   */
  record Changes(Instant since, List<TrustChange> latest) {
    public Changes {
      latest = List.copyOf(latest);
    }
  }
}
