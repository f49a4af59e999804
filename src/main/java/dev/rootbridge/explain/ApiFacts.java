package dev.rootbridge.explain;

import java.util.Optional;

/**
 * What all else that is asked of a cluster hangs on.
 *
 * @param version of its API server
 * @param served the version in which it serves {@code FederatedTrustDomain}s; empty where it serves
 *     none that is known here
 */
public record ApiFacts(View<String> version, View<Optional<String>> served) {

  /** Whether it is known that the CRD isn't there. */
  public boolean isWithoutCrd() {
    return served.seen().filter(Optional::isEmpty).isPresent();
  }
}
