package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.PolicyFacts;
import dev.rootbridge.explain.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Policies that were written for this mesh's workloads, and that a federated domain's satisfy, or
 * escape.
 */
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
    List<Observation> found = new ArrayList<>();
    for (PolicyFacts policy : facts.policies().seen().orElseThrow()) {
      new PolicyOpening(policy, facts.trust())
          .warning()
          .ifPresent(warning -> found.add(new Observation(policy.where(), warning)));
    }
    return found.isEmpty()
        ? Check.one(ABOUT, new Ok("none is satisfied by a federated domain by accident"))
        : found;
  }
}
