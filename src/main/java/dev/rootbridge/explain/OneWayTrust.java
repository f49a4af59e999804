package dev.rootbridge.explain;

import dev.rootbridge.explain.Crossing.End;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether one end of a call can verify the certificates of the other. */
record OneWayTrust(End here, End there, Instant now) {

  /** Whether one end trusts the roots that the other end's workloads have their certificates of. */
  Outcome anchor() {
    List<Anchor> all = there.facts().local().roots();
    if (all.isEmpty()) {
      return new Unknown("the roots of " + there.cluster() + " aren't known", Optional.empty());
    }
    List<Anchor> theirs = all.stream().filter(root -> root.isValidAt(now)).toList();
    if (theirs.isEmpty()) {
      return new Failed(
          "no root of "
              + there.cluster()
              + " is valid: "
              + all.stream()
                  .map(root -> root + ", " + root.notBefore() + " to " + root.notAfter())
                  .collect(Collectors.joining("; ")),
          "have the CA of " + there.cluster() + " renewed");
    }
    List<Anchor> missing = theirs.stream().filter(root -> inForce(root).isEmpty()).toList();
    if (missing.isEmpty()) {
      return new Ok(here.cluster() + " publishes each root of " + there.cluster());
    }
    if (missing.size() < theirs.size()) {
      return new Warning(
          here.cluster()
              + " publishes a root of "
              + there.cluster()
              + ", and not this one; calls fail where the workload is under it: "
              + missing.stream()
                  .map(root -> root + ", " + state(root).orElse("not known here"))
                  .collect(Collectors.joining("; ")),
          status());
    }
    return missing.stream()
        .flatMap(
            root ->
                state(root).stream()
                    .map(
                        state ->
                            new Failed(
                                "%s knows %s, but %s".formatted(here.cluster(), root, state),
                                status())))
        .findFirst()
        .orElseGet(
            () ->
                new Failed(
                    here.cluster()
                        + " trusts no root of "
                        + there.cluster()
                        + ", which has "
                        + theirs.stream().map(Anchor::toString).collect(Collectors.joining(", ")),
                    here.facts().domain(there.domain()).isPresent()
                        ? "see where its roots are read: " + status()
                        : "rootbridge federate --from-context "
                            + there.cluster()
                            + " --to-context "
                            + here.cluster()));
  }

  private String status() {
    return "rootbridge status --context " + here.cluster();
  }

  /** What became of a root here; empty where it isn't known. */
  private Optional<String> state(Anchor root) {
    return held(root).stream().map(OneWayTrust::state).findFirst();
  }

  private static String state(Held held) {
    TrackedAnchor tracked = held.anchor().tracked();
    if (held.anchor().isPublished()) {
      return "publishes it with dates that aren't now: from %s to %s"
          .formatted(tracked.anchor().notBefore(), tracked.anchor().notAfter());
    }
    return "doesn't publish it: "
        + tracked.state().label()
        + (tracked.message().isEmpty() ? "" : ", " + tracked.message());
  }

  /** An anchor with a root's key, and whose it is taken for. */
  private record Held(DomainFacts domain, AnchorStatus anchor) {}

  private List<Held> held(Anchor root) {
    return here.facts().domains().stream()
        .flatMap(
            domain ->
                domain.domain().anchors().stream()
                    .filter(
                        anchor ->
                            anchor
                                .tracked()
                                .anchor()
                                .keyFingerprint()
                                .equals(root.keyFingerprint()))
                    .map(anchor -> new Held(domain, anchor)))
        .toList();
  }

  /** Proxies refuse all that is under an anchor that has ended, or not begun. */
  private List<Held> inForce(Anchor root) {
    return held(root).stream()
        .filter(held -> held.anchor().isPublished())
        .filter(held -> held.anchor().tracked().anchor().isValidAt(now))
        .toList();
  }

  /** Whether the anchors that are trusted may vouch for the other end's trust domain. */
  Outcome constraint() {
    List<Held> all =
        there.facts().local().roots().stream().flatMap(root -> inForce(root).stream()).toList();
    Optional<Held> elsewhere = all.stream().filter(held -> !mayVouch(held)).findFirst();
    if (elsewhere.isPresent()) {
      DomainFacts domain = elsewhere.get().domain();
      return new Failed(
          "in %s, the root of %s may vouch for %s alone, and that mesh is %s"
              .formatted(here.cluster(), there.cluster(), domain.trustDomain(), there.domain()),
          here.facts().domain(there.domain()).isPresent()
              ? "give FederatedTrustDomain " + domain.name() + " the source of its own domain"
              : "delete FederatedTrustDomain "
                  + domain.name()
                  + " and make one with the right trustDomain");
    }
    return all.isEmpty()
        ? new Unknown(
            "no valid root of " + there.cluster() + " is published in " + here.cluster(),
            Optional.empty())
        : new Ok("its anchors in " + here.cluster() + " may vouch for " + there.domain());
  }

  private boolean mayVouch(Held held) {
    return held.anchor().publication() == Publication.UNCONSTRAINED
        || held.domain().trustDomain().equals(there.domain());
  }

  /** Whether the workload's proxies read that anchor. */
  Outcome proxy() {
    World.Namespace namespace = here.workload().namespace();
    TreeMap<String, String> blind = new TreeMap<>();
    for (RunningPod pod : here.workload().pods()) {
      Optional<World.Pod> proxy = pod.proxy();
      if (proxy.isEmpty()) {
        blind.put(pod.name(), "has no proxy");
      } else if (!TrustFacts.reads(namespace, proxy.get(), there.domain())) {
        blind.put(pod.name(), "reads no bundle with " + there.domain());
      } else if (ProxySight.of(proxy.get(), namespace, proxy.get().mounts().orElseThrow())
          .filter(Failed.class::isInstance)
          .isPresent()) {
        blind.put(pod.name(), "has missed the last change of its bundle");
      }
    }
    if (blind.isEmpty()) {
      return new Ok("each proxy of " + here + " reads " + there.domain());
    }
    Map.Entry<String, String> first = blind.firstEntry();
    return new Failed(
        blind.size()
            + " of "
            + here.workload().pods().size()
            + " pods of "
            + here
            + " miss it: pod "
            + first.getKey()
            + " "
            + first.getValue(),
        "rootbridge explain "
            + first.getKey()
            + " -n "
            + namespace.name()
            + " --context "
            + here.cluster());
  }
}
