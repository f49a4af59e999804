package dev.rootbridge.trust;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The anchors of one trust domain: each certificate once, ordered by fingerprint, so that bundles
 * with the same anchors are equal however they were collected. There is no empty trust bundle: a
 * domain without anchors has none, and what to do then is decided aloud.
 *
 * @param trustDomain the domain that these anchors may vouch for
 * @param anchors at least one
 */
public record TrustBundle(TrustDomain trustDomain, List<Anchor> anchors) {

  /**
   * @throws IllegalArgumentException if there is no anchor
   */
  public TrustBundle {
    Objects.requireNonNull(trustDomain, "trustDomain");
    anchors =
        anchors.stream().distinct().sorted(Comparator.comparing(Anchor::fingerprint)).toList();
    if (anchors.isEmpty()) {
      throw new IllegalArgumentException("the trust bundle of " + trustDomain + " has no anchor");
    }
  }
}
