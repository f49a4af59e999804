package dev.rootbridge.explain.check;

import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.PeerSource;
import dev.rootbridge.explain.PolicyFacts;
import dev.rootbridge.explain.TrustFacts;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** By what a policy takes a federated domain's workloads for this mesh's own. */
record PolicyOpening(PolicyFacts policy, TrustFacts trust) {

  private static final String OF_EVERY = " are those of every accepted trust domain";

  Optional<Warning> warning() {
    return switch (policy.action()) {
      case ALLOW -> first(this::letIn).map(why -> new Warning(why, "name " + principals()));
      case DENY ->
          first(this::spared)
              .map(why -> new Warning(why, "in notPrincipals, name " + principals()));
      case OTHER -> Optional.empty();
    };
  }

  private String principals() {
    return "full principals, such as "
        + local()
        + "/ns/NAMESPACE/sa/ACCOUNT"
        + (hasAlias() ? ", and take the alias away" : "");
  }

  private interface Judgement {
    Optional<String> of(List<PeerSource> way);
  }

  private Optional<String> first(Judgement judgement) {
    return policy.rules().stream()
        .flatMap(rule -> rule.ways().stream())
        .flatMap(way -> judgement.of(way).stream())
        .findFirst();
  }

  private Optional<String> letIn(List<PeerSource> way) {
    return unnamed(way)
        .flatMap(domain -> way.stream().flatMap(part -> letIn(part, domain).stream()))
        .findFirst()
        .or(
            () ->
                hasAlias() && way.stream().anyMatch(part -> part.namesMesh(trust.names()))
                    ? Optional.of(byAlias("principals"))
                    : Optional.empty());
  }

  /** The federated domains that it takes in, though it doesn't name them. */
  private Stream<TrustDomain> unnamed(List<PeerSource> way) {
    return trust.federated().stream()
        .sorted()
        .filter(domain -> way.stream().allMatch(part -> part.takesInUnnamed(domain)));
  }

  private static Optional<String> letIn(PeerSource part, TrustDomain domain) {
    List<String> reaching = part.reaching(domain);
    if (reaching.stream().anyMatch(principal -> principal.matches("\\*(/.*)?"))) {
      return Optional.of("its principals begin with *, which matches every accepted trust domain");
    }
    if (!reaching.isEmpty()) {
      return Optional.of("its principals " + reaching + " match those of " + domain);
    }
    if (!part.namespaces().isEmpty()) {
      return Optional.of("its namespaces " + part.namespaces() + OF_EVERY);
    }
    if (!part.serviceAccounts().isEmpty()) {
      return Optional.of("its serviceAccounts " + part.serviceAccounts() + OF_EVERY);
    }
    if (!part.trustDomains().isEmpty()) {
      return Optional.of("its trustDomains " + part.trustDomains() + " match " + domain);
    }
    return part.onlyLeavesOut()
        ? Optional.of(
            "it allows all peers but those that it leaves out, of every accepted trust domain")
        : Optional.empty();
  }

  /** Whoever is left out of a denial is let in, as far as that policy goes. */
  private Optional<String> spared(List<PeerSource> way) {
    return unnamed(way)
        .filter(domain -> !isDeniedAsAWhole(domain))
        .flatMap(
            domain ->
                way.stream()
                    .map(part -> part.leavingOut(domain))
                    .filter(left -> !left.isEmpty())
                    .map(left -> "it denies all but " + left + ", and spares those of " + domain))
        .findFirst()
        .or(
            () ->
                hasAlias() && way.stream().anyMatch(part -> part.leavesOutMesh(trust.names()))
                    ? Optional.of(byAlias("notPrincipals"))
                    : Optional.empty());
  }

  private boolean isDeniedAsAWhole(TrustDomain domain) {
    return policy.rules().stream()
        .filter(rule -> rule.requests() == PolicyFacts.Requests.ALL)
        .flatMap(rule -> rule.ways().stream())
        .anyMatch(way -> way.stream().allMatch(part -> part.takesInAll(domain)));
  }

  private String byAlias(String field) {
    return "by the alias, its " + field + " of " + local() + " are the other domain's too";
  }

  private boolean hasAlias() {
    return trust.names().size() > 1;
  }

  private TrustDomain local() {
    return trust.local().trustDomain();
  }
}
