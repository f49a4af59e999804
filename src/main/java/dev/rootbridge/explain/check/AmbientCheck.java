package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.TrustFacts;
import java.util.List;

/** Namespaces of the ambient mode, whose ztunnel takes no foreign root (istio/istio#61719). */
final class AmbientCheck implements Check {

  private static final String MODE = "istio.io/dataplane-mode";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    return facts.trust().namespaces().stream()
        .filter(TrustFacts::isOptedIn)
        .filter(namespace -> "ambient".equals(namespace.labels().get(MODE)))
        .map(
            namespace ->
                new Observation(
                    "namespace " + namespace.name(),
                    new Warning(
                        "is ambient: its pods without a sidecar can't be federated",
                        "give those that call across a sidecar: kubectl label namespace "
                            + namespace.name()
                            + " istio.io/dataplane-mode- istio-injection=enabled")))
        .toList();
  }
}
