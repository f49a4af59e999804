package dev.rootbridge.explain;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What else decides whether a peer with an identity gets in, and what of that couldn't be seen. */
final class MintingRemarks {

  private MintingRemarks() {}

  static List<String> of(TrustDomain domain, TrustFacts facts) {
    List<String> remarks = new ArrayList<>();
    acceptance(domain, facts).ifPresent(remarks::add);
    facts.domains().stream()
        .filter(found -> !found.isObserved())
        .map(
            found ->
                "the status of "
                    + found.name()
                    + " isn't of its present spec, so this may be about to change")
        .forEach(remarks::add);
    facts.podsUnknown().ifPresent(why -> remarks.add("which workloads differ isn't known: " + why));
    facts.mesh().unseen().forEach(line -> remarks.add("what it adds isn't known: " + line));
    return remarks;
  }

  /** Chaining to a trusted root isn't enough for a sidecar. */
  private static Optional<String> acceptance(TrustDomain domain, TrustFacts facts) {
    if (domain.equals(facts.local().trustDomain())) {
      return Optional.empty();
    }
    Optional<DomainFacts> federated = facts.domain(domain);
    if (facts.mesh().accepts(domain)
        || federated.filter(found -> found.holds(Condition.Type.ACCEPTED_BY_MESH)).isPresent()) {
      return Optional.of(
          "sidecars let peers of "
              + domain
              + " in; policies that name namespaces, serviceAccounts or */ns/... take them for"
              + " local ones of the same path");
    }
    return Optional.of(
        "sidecars refuse peers of "
            + domain
            + " whoever issued them"
            + federated
                .flatMap(found -> found.domain().condition(Condition.Type.ACCEPTED_BY_MESH))
                .map(condition -> " (" + condition.reason() + ")")
                .orElse(", as no mesh config accepts it")
            + "; gateways with ISTIO_MUTUAL and proxyless gRPC don't");
  }
}
