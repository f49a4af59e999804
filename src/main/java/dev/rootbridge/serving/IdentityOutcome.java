package dev.rootbridge.serving;

/** What a certificate and a key in PEM come to. */
public sealed interface IdentityOutcome {

  /** They belong together. */
  record Usable(Identity identity) implements IdentityOutcome {}

  /**
   * @param why as the end of a sentence whose subject is where they were read
   */
  record Unusable(String why) implements IdentityOutcome {}
}
