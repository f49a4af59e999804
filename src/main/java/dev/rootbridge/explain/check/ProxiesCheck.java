package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.sync.World;
import java.util.List;
import java.util.TreeSet;

/** Proxies of the releases that follow only the first change of a bundle. */
final class ProxiesCheck implements Check {

  private static final int NAMED = 5;

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    TreeSet<String> owners = new TreeSet<>();
    for (World.Namespace namespace : facts.trust().namespaces()) {
      for (World.Pod pod : namespace.pods()) {
        if (pod.trust() instanceof PodTrust.Patched
            && pod.release().filter(release -> release.followsOneChangeOnly()).isPresent()) {
          owners.add(namespace.name() + "/" + pod.owner());
        }
      }
    }
    if (owners.isEmpty()) {
      return facts
          .trust()
          .podsUnknown()
          .map(why -> Check.unseen("proxies", "whether each follows every change: " + why))
          .orElseGet(() -> Check.one("proxies", new Ok("each follows every change of its bundle")));
    }
    String named = String.join(", ", owners.stream().limit(NAMED).toList());
    return Check.one(
        "proxies",
        new Warning(
            owners.size()
                + " workloads have proxies of Istio 1.29.0 to 1.30.2, which follow only the first"
                + " change of a bundle (istio/istio#59912): "
                + named
                + (owners.size() > NAMED ? ", …" : ""),
            "move to Istio 1.30.3 or later; until then, restart what PodsCurrent names after each"
                + " change"));
  }
}
