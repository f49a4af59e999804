package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.sync.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Pods in namespaces that trust somebody, whose proxies lack the patch or can't have it. */
final class PodsCheck implements Check {

  private static final String ABOUT = "pods";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    Optional<String> unknown = facts.trust().podsUnknown();
    if (unknown.isPresent()) {
      return Check.unseen(ABOUT, unknown.get());
    }
    List<Observation> found = new ArrayList<>();
    for (World.Namespace namespace : facts.trust().namespaces()) {
      if (!facts.trust().mayTrust(namespace).isEmpty()) {
        TreeMap<String, String> commands = new TreeMap<>();
        for (World.Pod pod : namespace.pods()) {
          if (pod.trust() instanceof PodTrust.Unpatched) {
            commands.put(pod.owner().toString(), pod.owner().restart(namespace.name(), pod.name()));
          } else if (pod.trust() instanceof PodTrust.Unfit unfit) {
            found.add(
                new Observation(
                    "pod " + namespace.name() + "/" + pod.name(),
                    new Warning(
                        "can't be federated: "
                            + unfit.reason().code()
                            + ", "
                            + unfit.reason().text(),
                        "change its template, or label it rootbridge.dev/inject: \"false\"")));
          }
        }
        commands.forEach(
            (owner, command) ->
                found.add(
                    new Observation(
                        namespace.name() + "/" + owner,
                        new Warning("has pods without the patch", command))));
      }
    }
    return found.isEmpty()
        ? Check.one(ABOUT, new Ok("each proxy of a namespace that trusts somebody has the patch"))
        : found;
  }
}
