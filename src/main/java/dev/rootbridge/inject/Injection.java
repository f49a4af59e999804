package dev.rootbridge.inject;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides about one pod from what is in memory. The first thing that settles it wins, in this
 * order: is it a pod with a proxy, does its owner want it, does its namespace, is its proxy one
 * that can be federated, which trust domains are left, does anything in the pod conflict, is the
 * bundle there.
 */
public final class Injection {

  private final InjectorVersion version;

  public Injection(InjectorVersion version) {
    this.version = Objects.requireNonNull(version, "version");
  }

  /**
   * A pure function: equal input gives an equal decision, whatever was decided before. Deciding
   * again about the patched pod changes nothing.
   *
   * @param namespace what is known of the request's namespace
   */
  public InjectionDecision decide(InjectionRequest request, NamespaceLookup namespace) {
    Optional<PodView> pod = PodView.of(request.pod());
    if (pod.isEmpty()) {
      return malformed();
    }
    Optional<ContainerView> proxy = pod.get().proxy();
    if (proxy.isEmpty()) {
      return untouched(Reason.NO_PROXY);
    }
    if (!proxy.get().isShaped()) {
      return malformed();
    }
    if (pod.get().isMirror()) {
      return untouched(Reason.MIRROR_POD);
    }
    if (pod.get().isOptedOut()) {
      return untouched(Reason.OPTED_OUT);
    }
    if (namespace instanceof NamespaceLookup.NotOptedIn) {
      return untouched(Reason.NAMESPACE_NOT_OPTED_IN);
    }
    if (namespace instanceof NamespaceLookup.OptedIn optedIn) {
      return new ProxyDecision(pod.get(), proxy.get(), optedIn.trust(), version).decide();
    }
    return notYetSeen(pod.get(), request.namespace());
  }

  private InjectionDecision notYetSeen(PodView pod, String namespace) {
    Finding finding =
        Finding.of(
            Reason.NAMESPACE_NOT_YET_SEEN,
            "namespace {} isn't in the webhook's memory yet; make the pod anew in a few seconds",
            namespace);
    PodPatch patch = new PodPatch();
    Optional<Warning> omitted =
        new Status(finding.reason(), Optional.empty(), List.of(), version).annotate(pod, patch);
    return new InjectionDecision.LeftAlone(
        finding.reason(),
        patch.toJson(),
        Stream.concat(Stream.of(finding.warning()), omitted.stream()).toList());
  }

  private static InjectionDecision malformed() {
    Finding finding =
        Finding.of(
            Reason.MALFORMED_POD,
            "metadata, spec, or a list in it isn't shaped as in a v1 Pod; left as it is");
    return new InjectionDecision.Untouched(finding.reason(), List.of(finding.warning()));
  }

  private static InjectionDecision untouched(Reason reason) {
    return new InjectionDecision.Untouched(reason, List.of());
  }
}
