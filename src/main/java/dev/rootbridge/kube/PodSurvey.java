package dev.rootbridge.kube;

import dev.rootbridge.explain.View;
import dev.rootbridge.sync.World;
import java.util.List;

/** All pods that have a proxy, with the bundles that they may read. */
public final class PodSurvey {

  private PodSurvey() {}

  /** By namespace; unseen where any part of it can't be seen, since then some would be missing. */
  public static View<List<World.Namespace>> of(CallersCluster cluster) {
    try {
      NamespaceSurvey survey = NamespaceSurvey.of(cluster);
      return survey
          .podsUnknown()
          .<View<List<World.Namespace>>>map(View.Unseen::new)
          .orElseGet(() -> View.of(survey.namespaces()));
    } catch (ClusterAccessException e) {
      return new View.Unseen<>(e.getMessage());
    }
  }
}
