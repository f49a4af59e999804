package dev.rootbridge.sync;

/** Lets others have this cluster's own roots. */
public interface LocalRootsView {

  /**
   * The roots as they are kept in the cluster, so that all replicas, and a restarted one, say the
   * same; not published while nothing is kept.
   */
  LocalRoots kept();
}
