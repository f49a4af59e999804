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
    // It knows more than the mesh configs: whether istiod reads them.
    return Optional.of(
        facts
            .domain(domain)
            .flatMap(found -> found.domain().condition(Condition.Type.ACCEPTED_BY_MESH))
            .map(
                condition ->
                    switch (condition.status()) {
                      case TRUE -> letIn(domain);
                      case FALSE -> refused(domain, " (" + condition.reason() + ")");
                      case UNKNOWN ->
                          "whether sidecars let peers of "
                              + domain
                              + " in isn't known ("
                              + condition.reason()
                              + ")";
                    })
            .orElseGet(
                () ->
                    facts.mesh().accepts(domain)
                        ? letIn(domain)
                        : refused(domain, ", as no mesh config accepts it")));
  }

  private static String letIn(TrustDomain domain) {
    return "sidecars let peers of "
        + domain
        + " in; policies that name namespaces, serviceAccounts or */ns/... take them for local ones"
        + " of the same path";
  }

  private static String refused(TrustDomain domain, String why) {
    return "sidecars refuse peers of "
        + domain
        + " whoever issued them"
        + why
        + "; gateways with ISTIO_MUTUAL and proxyless gRPC don't";
  }
}
