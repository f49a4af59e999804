package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.web.StatusView.Standing;
import java.util.stream.Stream;

/** How this cluster's own side stands, in one word. */
final class OwnRoots {

  private OwnRoots() {}

  static Standing standing(SyncPlan.Local local) {
    if (Stream.of(local.source(), local.verification())
        .anyMatch(condition -> condition.status() == Condition.Status.FALSE)) {
      return Standing.bad("Its own roots need a look");
    }
    return local.roots().isPublished()
        ? Standing.good("Its own roots are known")
        : Standing.waiting("Its own roots are not known yet");
  }
}
