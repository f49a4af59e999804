package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.TrustFacts;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.World;
import java.util.ArrayList;
import java.util.List;

/** Whether each opted-in namespace is selected, has its bundle, and pods that read it. */
final class NamespacesCheck implements Check {

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    List<Observation> found = new ArrayList<>();
    int fine = 0;
    for (World.Namespace namespace : facts.trust().namespaces()) {
      if (TrustFacts.isOptedIn(namespace)) {
        Outcome outcome = outcome(namespace, facts.trust());
        if (outcome instanceof Ok) {
          fine++;
        } else {
          found.add(new Observation("namespace " + namespace.name(), outcome));
        }
      }
    }
    if (fine == 0 && found.isEmpty()) {
      return Check.one(
          "namespaces",
          new Warning(
              "none has opted in",
              "kubectl label namespace NAME " + InjectionContract.INJECTION_LABEL + "=enabled"));
    }
    if (fine > 0) {
      boolean isWhole = facts.trust().podsUnknown().isEmpty();
      found.add(
          0,
          new Observation(
              "namespaces",
              new Ok(
                  fine
                      + (isWhole
                          ? " have their bundle and pods"
                          : " have their bundle; whether pods run in them can't be seen"))));
    }
    return found;
  }

  private static Outcome outcome(World.Namespace namespace, TrustFacts trust) {
    if (trust.mayTrust(namespace).isEmpty()) {
      return new Warning(
          "has opted in, and no FederatedTrustDomain selects it",
          "widen a namespaceSelector: kubectl edit ftd NAME");
    }
    World.ExistingTarget bundle = namespace.targets().get(InjectionContract.CONFIG_MAP);
    if (bundle == null) {
      return new Failed(
          "has no ConfigMap " + InjectionContract.CONFIG_MAP, "rootbridge status, which says why");
    }
    if (bundle.owner() == World.Owner.SOMEONE_ELSE) {
      return new Failed(
          "its ConfigMap " + InjectionContract.CONFIG_MAP + " is somebody else's",
          "kubectl -n " + namespace.name() + " delete configmap " + InjectionContract.CONFIG_MAP);
    }
    return trust.podsUnknown().isEmpty() && namespace.pods().isEmpty()
        ? new Warning(
            "has opted in, and no pod with a proxy runs in it",
            "label it for Istio's injection, or take rootbridge.dev/injection off")
        : new Ok("fine");
  }
}
