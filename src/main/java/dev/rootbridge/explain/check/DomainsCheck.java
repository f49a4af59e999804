package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.explain.DomainHealth;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Warning;
import java.util.List;
import java.util.Optional;

/**
 * Each federated domain's source, acceptance in the mesh config and pods, as its status has them.
 */
final class DomainsCheck implements Check {

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    if (facts.trust().domains().isEmpty()) {
      return Check.one(
          "domains",
          new Warning(
              "no trust domain is federated",
              "rootbridge federate --from-context B --to-context A"));
    }
    return facts.trust().domains().stream()
        .flatMap(domain -> observe(domain, facts).stream())
        .toList();
  }

  /** The messages of conditions have their remedies in them. */
  private static List<Observation> observe(DomainFacts domain, ClusterFacts facts) {
    DomainHealth health = DomainHealth.of(domain, facts.now());
    if (health.troubles().isEmpty()) {
      return Check.one(domain.trustDomain().name(), new Ok("accepted, read, published and let in"));
    }
    return health.troubles().stream()
        .map(trouble -> new Observation(domain.trustDomain().name(), outcome(trouble)))
        .toList();
  }

  private static Outcome outcome(DomainHealth.Trouble trouble) {
    return switch (trouble.weight()) {
      case FAILURE -> new Failed(trouble.text(), Optional.empty());
      case REMARK -> new Warning(trouble.text(), Optional.empty());
    };
  }
}
