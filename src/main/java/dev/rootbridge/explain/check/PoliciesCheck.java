package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.PeerSource;
import dev.rootbridge.explain.PolicyFacts;
import dev.rootbridge.explain.View;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies that were written for this mesh's workloads, and that a federated domain's satisfy. */
final class PoliciesCheck implements Check {

  private static final String ABOUT = "policies";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    if (facts.trust().federated().isEmpty()) {
      return List.of();
    }
    if (facts.policies() instanceof View.Unseen<List<PolicyFacts>> unseen) {
      return Check.unseen(ABOUT, unseen.why());
    }
    TrustDomain local = facts.trust().local().trustDomain();
    Set<TrustDomain> names = facts.trust().names();
    boolean hasAlias = names.size() > 1;
    List<Observation> found = new ArrayList<>();
    for (PolicyFacts policy : facts.policies().seen().orElseThrow()) {
      if (policy.action() == PolicyFacts.Action.ALLOW) {
        policy.rules().stream()
            .flatMap(rule -> rule.from().stream())
            .flatMap(source -> opening(source, local, names).stream())
            .findFirst()
            .ifPresent(
                why ->
                    found.add(
                        new Observation(
                            policy.where(),
                            new Warning(
                                why,
                                "name full principals, such as "
                                    + local
                                    + "/ns/NAMESPACE/sa/ACCOUNT"
                                    + (hasAlias ? ", and take the alias away" : "")))));
      }
    }
    return found.isEmpty()
        ? Check.one(ABOUT, new Ok("none is satisfied by a federated domain by accident"))
        : found;
  }

  private static Optional<String> opening(
      PeerSource source, TrustDomain local, Set<TrustDomain> names) {
    if (source.trustDomains().isEmpty()
        && source.principals().stream().anyMatch(principal -> principal.startsWith("*"))) {
      return Optional.of("its principals begin with *, which matches every accepted trust domain");
    }
    if (!source.namespaces().isEmpty() && !source.namesTrustDomain()) {
      return Optional.of(
          "its namespaces " + source.namespaces() + " are those of every accepted trust domain");
    }
    if (!source.serviceAccounts().isEmpty() && !source.namesTrustDomain()) {
      return Optional.of(
          "its serviceAccounts "
              + source.serviceAccounts()
              + " are those of every accepted trust domain");
    }
    if (source.onlyLeavesOut()) {
      return Optional.of(
          "it allows all peers but those that it leaves out, of every accepted trust domain");
    }
    return names.size() > 1 && source.namesMesh(names)
        ? Optional.of("by the alias, its principals of " + local + " are the other domain's too")
        : Optional.empty();
  }
}
