package dev.rootbridge.mesh;

/** What became of the text of a mesh config. */
public sealed interface MeshConfigOutcome {

  /**
   * What concerns trust was understood.
   *
   * @param domains whose identities it accepts
   */
  record Parsed(MeshTrust trust, MeshDomains domains) implements MeshConfigOutcome {}

  /**
   * Whom it trusts can't be told.
   *
   * @param problem where and what, one line
   */
  record Rejected(String problem) implements MeshConfigOutcome {}
}
