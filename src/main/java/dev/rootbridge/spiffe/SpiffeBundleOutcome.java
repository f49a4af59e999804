package dev.rootbridge.spiffe;

import dev.rootbridge.trust.SpiffeBundle;

/** What became of a SPIFFE bundle document. */
public sealed interface SpiffeBundleOutcome {

  /** The whole document was understood. */
  record Parsed(SpiffeBundle bundle) implements SpiffeBundleOutcome {}

  /**
   * Something in the document is wrong, so that nothing of it is taken.
   *
   * @param where a JSON Pointer (RFC 6901), empty for the document as a whole
   * @param problem what is wrong, one line without anything of the document
   */
  record Rejected(String where, String problem) implements SpiffeBundleOutcome {

    /** Place and problem in one line. */
    public String message() {
      return where.isEmpty() ? problem : where + ": " + problem;
    }
  }
}
