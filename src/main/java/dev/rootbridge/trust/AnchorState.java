package dev.rootbridge.trust;

/** What is done with a root of a trust domain. */
public enum AnchorState {
  /** In the source and trusted. */
  ACTIVE("Active"),
  /** Gone from the source, trusted until no certificate under it can be alive. */
  RETIRING("Retiring"),
  /** Named by the admin as never to be trusted. */
  DISTRUSTED("Distrusted"),
  /** Waiting for the admin's approval, not trusted. */
  PENDING("Pending"),
  /** In the source, but not fit to be trusted. */
  REFUSED("Refused");

  private final String label;

  AnchorState(String label) {
    this.label = label;
  }

  /** CamelCase, as status and tables show it; never changed. */
  public String label() {
    return label;
  }

  /** Whether anchors in this state belong in bundles. */
  public boolean isTrusted() {
    return this == ACTIVE || this == RETIRING;
  }
}
