package dev.rootbridge.kube;

/** What a cluster's API server, and the list of those who may, say of a token. */
public sealed interface TokenVerdict {

  /** The token is that of a user who may. */
  record Accepted() implements TokenVerdict {}

  /** The API server doesn't take the token, or it is meant for somebody else. */
  record NotAuthenticated() implements TokenVerdict {}

  /** The token is fine, but its user isn't among those who may. */
  record NotAllowed(String user) implements TokenVerdict {}

  /**
   * Nothing is known.
   *
   * @param problem why, without a subject before it
   */
  record Unknown(String problem) implements TokenVerdict {}
}
