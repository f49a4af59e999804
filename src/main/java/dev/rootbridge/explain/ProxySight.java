package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.sync.World;
import java.time.Instant;
import java.util.Optional;

/** Whether a running proxy can have seen what its bundle holds now. */
final class ProxySight {

  private ProxySight() {}

  /** Empty where the pod doesn't run yet, or its bundle isn't there. */
  static Optional<Outcome> of(World.Pod proxy, World.Namespace namespace, String bundle) {
    return proxy
        .started()
        .flatMap(
            started ->
                Optional.ofNullable(namespace.targets().get(bundle))
                    .map(target -> of(proxy, started, namespace, target)));
  }

  private static Outcome of(
      World.Pod proxy, Instant started, World.Namespace namespace, World.ExistingTarget target) {
    String restart = proxy.owner().restart(namespace.name(), proxy.name());
    String since = "the proxy started at " + started;
    if (started.isBefore(target.created())) {
      return new Failed(
          since
              + ", before its bundle was made at "
              + target.created()
              + ": it may know the local roots alone",
          restart);
    }
    boolean isOfThose = followsOneChangeOnly(proxy);
    if (isOfThose && target.changes().areSeveralSince(started)) {
      return new Failed(
          since
              + " and is of "
              + release(proxy)
              + ", which follows only the first change of a bundle (istio/istio#59912); it has"
              + " missed one",
          restart);
    }
    if (isOfThose) {
      return new Warning(
          since
              + " and is of "
              + release(proxy)
              + ", which follows only the first change of a bundle (istio/istio#59912)",
          "move to Istio 1.30.3 or later, or restart it after each change");
    }
    return new Ok(since + " and follows each change of its bundle");
  }

  static boolean followsOneChangeOnly(World.Pod proxy) {
    return proxy.release().filter(release -> release.followsOneChangeOnly()).isPresent();
  }

  private static String release(World.Pod proxy) {
    return proxy.release().orElseThrow().toString();
  }
}
