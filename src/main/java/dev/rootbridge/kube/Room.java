package dev.rootbridge.kube;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much is kept in memory of what one cluster lists, over all kinds: an API server may send
 * objects until nothing is left for those of the others.
 */
final class Room {

  /**
   * Characters that facts of a remote cluster may have together, of which a cluster of ten thousand
   * pods uses a quarter.
   */
  private static final long OF_A_REMOTE_CLUSTER = 32L << 20;

  /** What an object takes beside the characters of its fact. */
  private static final int OVERHEAD = 256;

  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  private Room(long limit) {
    this.limit = limit;
  }

  /** For what this cluster lists, which is not a stranger's. */
  static Room unlimited() {
    return new Room(Long.MAX_VALUE);
  }

  static Room ofRemoteCluster() {
    return new Room(OF_A_REMOTE_CLUSTER);
  }

  static Room of(long characters) {
    return new Room(characters);
  }

  /** What an object takes. */
  long weigh(String key, Object fact) {
    return limit == Long.MAX_VALUE ? 0 : OVERHEAD + key.length() + fact.toString().length();
  }

  /**
   * Takes the place of something else.
   *
   * @throws UnaskedException if there isn't so much left; then nothing is taken
   */
  void take(long weight, long insteadOf) {
    long more = weight - insteadOf;
    if (taken.addAndGet(more) > limit && more > 0) {
      taken.addAndGet(-more);
      throw new UnaskedException("the cluster lists more than there is room for");
    }
  }

  void free(long weight) {
    taken.addAndGet(-weight);
  }
}
