package dev.rootbridge.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.Discovery;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page as JSON, in codes that stay as they are; {@code openapi.json} describes it. Moments are
 * in ISO 8601.
 *
 * @param namespaces how many are in each state
 * @param missedPods how many there are for each reason
 * @param missedPodsUnknown why those of some clusters aren't known
 */
record StatusDocument(
    String asOf,
    String trustDomain,
    String rootsPublished,
    List<Anchor> anchors,
    List<ConditionEntry> conditions,
    List<Domain> federated,
    List<Remote> remoteClusters,
    List<DiscoveredSecret> discoveredSecrets,
    Map<String, Long> namespaces,
    Map<String, Long> missedPods,
    List<String> missedPodsUnknown) {

  /**
   * A federated trust domain.
   *
   * @param trusts whether proxies here get a root of it
   * @param trustsBack whether it trusts this one, as far as that is known here
   * @param callsFrom whether istiod lets its workloads in
   * @param callsTo whether proxies expect its identities when they call it
   */
  record Domain(
      String trustDomain,
      String resource,
      String health,
      String constraint,
      String dns,
      String trusts,
      String trustsBack,
      String callsFrom,
      String callsTo,
      String source,
      int namespacesSelected,
      int namespacesCurrent,
      List<Anchor> anchors,
      List<ConditionEntry> conditions) {}

  /** A root. */
  @JsonInclude(Include.NON_NULL)
  record Anchor(
      String sha256,
      String publicKeySha256,
      String subject,
      String state,
      String publication,
      String notBefore,
      String notAfter,
      String firstSeen,
      String retireAfter,
      String message) {}

  /** A condition, worded as in the resource's status. */
  record ConditionEntry(String type, String status, String reason, String message) {}

  /**
   * A cluster that this one's istiod serves too.
   *
   * @param trustsBack whether it and this one trust each other
   */
  record Remote(String name, boolean seen, String trustsBack, ConditionEntry root) {}

  /** A Secret that Istio enrols a cluster by. */
  @JsonInclude(Include.NON_NULL)
  record DiscoveredSecret(
      String namespace, String name, String cluster, List<String> domains, List<String> clusters) {}

  static StatusDocument of(SyncPlan plan, Instant now) {
    SyncPlan.Local local = plan.home().local();
    Map<String, Long> namespaces = new TreeMap<>();
    Namespaces.of(plan)
        .counts()
        .forEach((state, count) -> namespaces.put(Namespaces.code(state), count));
    Pods pods = Pods.of(plan);
    Map<String, Long> missed = new TreeMap<>();
    pods.counts().forEach((reason, count) -> missed.put(reason.code(), count));
    return new StatusDocument(
        plan.madeAt().toString(),
        local.trustDomain().name(),
        truth(local.roots().isPublished()),
        local.anchors().stream().map(anchor -> own(anchor, local)).toList(),
        List.of(entry(local.source()), entry(local.verification())),
        plan.domains().stream().map(domain -> domain(domain, local, now)).toList(),
        plan.remotes().stream()
            .map(
                remote ->
                    new Remote(
                        remote.name(),
                        remote.cluster().isPresent(),
                        TrustBack.of(remote, local).status().label(),
                        entry(remote.root())))
            .toList(),
        plan.discovery().stream()
            .flatMap(discovery -> discovery.entries().stream())
            .map(StatusDocument::discovered)
            .toList(),
        namespaces,
        missed,
        pods.unknown());
  }

  private static Domain domain(SyncPlan.Domain domain, SyncPlan.Local local, Instant now) {
    Calls calls = Calls.of(domain);
    Constraint constraint = domain.trust().constraint();
    TrustDomain trustDomain = domain.trust().trustDomain();
    return new Domain(
        trustDomain.name(),
        domain.trust().name(),
        DomainHealth.of(domain, now).code(),
        switch (constraint.mode()) {
          case TRUST_DOMAIN -> "TrustDomain";
          case NONE -> "None";
        },
        switch (constraint.dns()) {
          case ALLOW -> "Allow";
          case FORBID -> "Forbid";
        },
        truth(domain.isTrustedAt(now)),
        TrustBack.of(domain, local).status().label(),
        calls.from().label(),
        calls.to().label(),
        domain.trust().source().describe(),
        domain.namespaces().selected(),
        domain.namespaces().current(),
        domain.anchors().stream().map(StatusDocument::federated).toList(),
        domain.conditions().stream().map(StatusDocument::entry).toList());
  }

  private static Anchor own(TrackedAnchor anchor, SyncPlan.Local local) {
    return anchor(
        anchor,
        local.roots().isPublished() && anchor.state().isTrusted()
            ? SyncPlan.Publication.UNCONSTRAINED
            : SyncPlan.Publication.NOT_PUBLISHED);
  }

  private static Anchor federated(SyncPlan.AnchorStatus anchor) {
    return anchor(anchor.tracked(), anchor.publication());
  }

  private static Anchor anchor(TrackedAnchor tracked, SyncPlan.Publication publication) {
    return new Anchor(
        tracked.anchor().fingerprint().hex(),
        tracked.anchor().keyFingerprint().hex(),
        tracked.anchor().subject(),
        tracked.state().label(),
        switch (publication) {
          case CONSTRAINED -> "Constrained";
          case UNCONSTRAINED -> "Unconstrained";
          case NOT_PUBLISHED -> "NotPublished";
        },
        tracked.anchor().notBefore().toString(),
        tracked.anchor().notAfter().toString(),
        tracked.firstSeen().toString(),
        tracked.retireAfter().map(Object::toString).orElse(null),
        tracked.message());
  }

  private static ConditionEntry entry(Condition condition) {
    return new ConditionEntry(
        condition.type().label(),
        condition.status().label(),
        condition.reason(),
        condition.message());
  }

  private static DiscoveredSecret discovered(Discovery.Entry entry) {
    return new DiscoveredSecret(
        entry.secret().namespace(),
        entry.secret().name(),
        entry.secret().cluster().orElse(null),
        entry.domains(),
        entry.clusters());
  }

  private static String truth(boolean holds) {
    return (holds ? Condition.Status.TRUE : Condition.Status.FALSE).label();
  }
}
