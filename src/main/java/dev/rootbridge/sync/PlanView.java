package dev.rootbridge.sync;

import java.util.Optional;

/** Lets people look at what the sync loop last decided. */
public interface PlanView {

  /** The latest plan; empty until the first one is made. */
  Optional<SyncPlan> latest();
}
