package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.PolicyFacts.Action;
import dev.rootbridge.explain.PolicyFacts.Requests;
import dev.rootbridge.trust.SpiffeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether AuthorizationPolicies let a peer call a workload, as far as that hangs on who the peer
 * is.
 *
 * @param rootNamespace whose policies are for the whole mesh
 * @param local the names of the server's trust domain
 */
record PolicyVerdict(List<PolicyFacts> policies, String rootNamespace, DomainNames local) {

  Outcome of(SpiffeId peer, String namespace, Map<String, String> labels) {
    List<PolicyFacts> judging =
        policies.stream()
            .filter(policy -> policy.selects(namespace, labels, rootNamespace))
            .toList();
    Optional<PolicyFacts> refusing =
        judging.stream()
            .filter(policy -> policy.action() == Action.DENY)
            .filter(policy -> matches(policy, peer, Requests.ALL))
            .findFirst();
    if (refusing.isPresent()) {
      return new Failed(
          refusing.get().where() + " denies " + peer, "leave it out there, if that isn't meant");
    }
    List<PolicyFacts> allowing =
        judging.stream().filter(policy -> policy.action() == Action.ALLOW).toList();
    if (!allowing.isEmpty()
        && allowing.stream().noneMatch(policy -> matches(policy, peer, Requests.SOME))) {
      return new Failed(
          allowing.stream().map(PolicyFacts::where).collect(Collectors.joining(", "))
              + ": none of them allows "
              + peer,
          remedy(peer));
    }
    if (judging.stream().anyMatch(policy -> policy.action() == Action.OTHER)) {
      return new Unknown("a policy with action CUSTOM or AUDIT judges it too", Optional.empty());
    }
    boolean depends =
        judging.stream()
            .anyMatch(
                policy -> policy.action() == Action.DENY && matches(policy, peer, Requests.SOME));
    boolean onlySome =
        !allowing.isEmpty()
            && allowing.stream().noneMatch(policy -> matches(policy, peer, Requests.ALL));
    return depends || onlySome
        ? new Warning("some requests of " + peer + " are allowed, by to or when", Optional.empty())
        : new Ok(
            allowing.isEmpty() ? "no policy allows some peers only" : "a policy allows " + peer);
  }

  private String remedy(SpiffeId peer) {
    String principal = peer.trustDomain() + peer.path();
    return local.principals(principal).anyMatch(principal::equals)
        ? "add its principal, " + principal
        : "no principal can name it, since istiod takes "
            + DomainNames.POINTER
            + " for this mesh's own domain: give the other mesh a trustDomain of its own, or allow"
            + " its namespace, with trustDomains: ["
            + DomainNames.POINTER
            + "] where istiod knows that field";
  }

  /**
   * @param least ALL: a rule that matches each of its requests; SOME: any that may match one
   */
  private boolean matches(PolicyFacts policy, SpiffeId peer, Requests least) {
    return policy.rules().stream()
        .filter(rule -> least == Requests.SOME || rule.requests() == Requests.ALL)
        .flatMap(rule -> rule.ways().stream())
        .filter(
            way ->
                least == Requests.SOME
                    || way.stream().allMatch(part -> part.others() == PeerSource.Others.NONE))
        .anyMatch(
            way -> way.stream().allMatch(part -> part.matches(peer, policy.namespace(), local)));
  }
}
