package dev.rootbridge.kube;

/** Whether some replica can be relied on to write what is planned. */
enum Writing {
  /** The lease is fresh: its holder lives, or has just handed it over. */
  ALIVE,
  /** Nobody has renewed the lease for as long as it lasts. */
  STALLED
}
