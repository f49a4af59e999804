package dev.rootbridge.kube;

/** Asked before each single request of a write. */
@FunctionalInterface
interface Fence {

  /**
   * Lets the next request through.
   *
   * @throws Closed if the write is no longer this replica's to make
   */
  void pass() throws Closed;

  /** Another replica may be writing by now. */
  final class Closed extends Exception {
    Closed() {
      super("the lease is lost", null, false, false);
    }
  }
}
