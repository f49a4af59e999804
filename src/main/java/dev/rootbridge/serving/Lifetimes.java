package dev.rootbridge.serving;

import java.time.Duration;
import java.time.Instant;

/** How long certificates live, and when the next one is made. */
final class Lifetimes {

  /**
   * Of a leaf. Its key is read by every replica, so a copied one should not be of use for long; and
   * short enough that renewal is tried, and fails where somebody notices, several times a year.
   */
  static final Duration LEAF = Duration.ofDays(90);

  /**
   * Of a CA. Each new one must first reach every API server, and every copy that people made of it
   * for other clusters, so it is replaced less often than leaves are.
   */
  static final Duration CA = Duration.ofDays(365);

  /** How much earlier a certificate is valid, for API servers whose clocks are behind. */
  static final Duration SKEW = Duration.ofMinutes(10);

  /**
   * For how long at least a CA stays trusted once another one signs: replicas that are cut off go
   * on showing what they have.
   */
  static final Duration LEAST_OVERLAP = Duration.ofHours(1);

  private Lifetimes() {}

  /** At two thirds of its life, which leaves a month in which to mend what prevents it. */
  static Instant renewLeaf(Identity leaf) {
    Duration life = Duration.between(leaf.notBefore(), leaf.notAfter());
    return leaf.notBefore().plus(life.multipliedBy(2).dividedBy(3));
  }

  /** As long as a leaf of it still has its full life. */
  static Instant replaceCa(Identity ca) {
    return ca.notAfter().minus(LEAF).minus(Duration.ofDays(1));
  }
}
