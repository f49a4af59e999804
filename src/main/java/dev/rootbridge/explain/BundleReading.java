package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a pod's proxy reads the bundle that it should.
 *
 * @param scope that the pod should trust
 * @param wanted the name of that scope's ConfigMap
 */
record BundleReading(RunningPod pod, World.Namespace namespace, Scope scope, String wanted) {

  /** The patch, the bundle and the proxy, as far as the one before is in order. */
  List<Observation> observations() {
    List<Observation> observations = new ArrayList<>();
    observations.add(new Observation("patch", patch()));
    if (!observations.get(0).isFailure()) {
      observations.add(new Observation("bundle", bundle()));
      if (!observations.get(1).isFailure()) {
        pod.proxy()
            .flatMap(proxy -> ProxySight.of(proxy, namespace, wanted))
            .ifPresent(outcome -> observations.add(new Observation("proxy", outcome)));
      }
    }
    return observations;
  }

  private Outcome patch() {
    if (!(PodTrust.of(pod.object()) instanceof PodTrust.Patched patched)) {
      return new Failed(
          "the pod lacks the patch: it is older than the opt-in, or the webhook was away when it"
              + " was made",
          restart());
    }
    return patched.configMap().equals(wanted)
        ? new Ok("the proxy mounts ConfigMap " + wanted + ", which is for " + names())
        : new Failed(
            "the proxy mounts ConfigMap "
                + patched.configMap()
                + ", but the pod is to trust "
                + names()
                + ", which is ConfigMap "
                + wanted,
            restart());
  }

  private Outcome bundle() {
    Optional<World.ExistingTarget> target = Optional.ofNullable(namespace.targets().get(wanted));
    String where = "ConfigMap " + namespace.name() + "/" + wanted;
    if (target.isEmpty()) {
      return new Failed(where + " isn't there", "rootbridge doctor, which says why");
    }
    if (target.get().owner() == World.Owner.SOMEONE_ELSE) {
      return new Failed(
          where + " isn't Rootbridge's, and so isn't mended by it",
          "kubectl -n " + namespace.name() + " delete configmap " + wanted);
    }
    Stream<TrustDomain> missing =
        scope.trustDomains().stream().filter(domain -> !TrustFacts.holds(target.get(), domain));
    String lacking = missing.map(TrustDomain::name).collect(Collectors.joining(", "));
    return lacking.isEmpty()
        ? new Ok(where + " holds the local roots and those of " + names())
        : new Failed(where + " lacks " + lacking, "rootbridge status, which says why");
  }

  private String restart() {
    return pod.proxy()
        .map(proxy -> proxy.owner().restart(namespace.name(), pod.name()))
        .orElseGet(() -> "kubectl -n " + namespace.name() + " delete pod " + pod.name());
  }

  private String names() {
    return scope.isEmpty()
        ? "no federated domain"
        : scope.trustDomains().stream().map(TrustDomain::name).collect(Collectors.joining(", "));
  }
}
