package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.StatusView.ConditionRow;
import dev.rootbridge.web.StatusView.DomainSection;
import dev.rootbridge.web.StatusView.NamespaceRow;
import dev.rootbridge.web.StatusView.Standing;
import dev.rootbridge.web.StatusView.TrustRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what a plan comes to. */
final class PlanInWords {

  private final SyncPlan plan;
  private final TrustDomain local;
  private final AnchorsInWords anchors;

  private PlanInWords(SyncPlan plan, Instant now) {
    this.plan = plan;
    this.local = plan.home().local().trustDomain();
    this.anchors = new AnchorsInWords(now);
  }

  /**
   * @param now what expiry is counted from
   */
  static StatusView of(SyncPlan plan, List<PodSample> samples, Instant now) {
    PlanInWords words = new PlanInWords(plan, now);
    return new StatusView(
        Dates.exact(plan.madeAt()),
        words.local.name(),
        words.summary(),
        plan.domains().stream().map(words::trust).toList(),
        Stream.concat(Stream.of(words.localSection()), plan.domains().stream().map(words::section))
            .toList(),
        Stream.concat(
                plan.home().namespaces().stream(),
                plan.remotes().stream().flatMap(SyncPlan.Remote::namespaces))
            .map(PlanInWords::namespace)
            .toList(),
        plan.remotes().stream().map(RemotesInWords::remote).toList(),
        plan.discovery().stream()
            .flatMap(discovery -> discovery.entries().stream())
            .map(RemotesInWords::discovered)
            .toList(),
        samples.stream().map(SampleInWords::of).toList());
  }

  private String summary() {
    List<TrustDomain> trusted =
        plan.domains().stream()
            .filter(PlanInWords::isPublished)
            .map(domain -> domain.trust().trustDomain())
            .sorted()
            .toList();
    if (trusted.isEmpty()) {
      return local + " trusts no other trust domain.";
    }
    return local + " trusts " + names(trusted) + ".";
  }

  private TrustRow trust(SyncPlan.Domain domain) {
    TrustDomain trustDomain = domain.trust().trustDomain();
    Constraint constraint = domain.trust().constraint();
    SyncPlan.Counts counts = domain.namespaces();
    return new TrustRow(
        trustDomain.name(),
        domain.trust().name(),
        standing(domain),
        switch (constraint.mode()) {
          case TRUST_DOMAIN -> Standing.good("Constrained");
          case NONE -> Standing.bad("Not constrained");
        },
        switch (constraint.mode()) {
          case TRUST_DOMAIN ->
              "Its CA may vouch for identities of "
                  + trustDomain
                  + " only"
                  + switch (constraint.dns()) {
                    case ALLOW -> ".";
                    case FORBID -> ", and for no DNS name.";
                  };
          case NONE -> "Its CA may vouch for any identity, those of " + local + " too.";
        },
        counts.current() + " of " + counts.selected() + " have its present bundle");
  }

  private static Standing standing(SyncPlan.Domain domain) {
    SyncPlan.Counts counts = domain.namespaces();
    if (is(domain, Condition.Type.ACCEPTED, Condition.Status.FALSE)) {
      return Standing.bad("Not accepted");
    }
    if (!isPublished(domain)) {
      return is(domain, Condition.Type.SOURCE_REACHABLE, Condition.Status.UNKNOWN)
          ? Standing.waiting("Waiting for its source")
          : Standing.bad("Not trusted");
    }
    if (counts.selected() == 0) {
      return Standing.waiting("In no namespace");
    }
    return counts.current() < counts.selected()
        ? Standing.waiting("Being published")
        : Standing.good("Trusted");
  }

  private static boolean is(SyncPlan.Domain domain, Condition.Type type, Condition.Status status) {
    return domain.condition(type).filter(condition -> condition.status() == status).isPresent();
  }

  private static boolean isPublished(SyncPlan.Domain domain) {
    return domain.anchors().stream()
        .anyMatch(anchor -> anchor.publication() != SyncPlan.Publication.NOT_PUBLISHED);
  }

  private DomainSection localSection() {
    return new DomainSection(
        local.name(),
        "this cluster",
        plan.home().local().anchors().stream()
            .map(anchor -> anchors.local(anchor, plan.home().local().roots()))
            .toList(),
        List.of(
            condition(plan.home().local().source()),
            condition(plan.home().local().verification())));
  }

  private DomainSection section(SyncPlan.Domain domain) {
    TrustDomain trustDomain = domain.trust().trustDomain();
    return new DomainSection(
        trustDomain.name(),
        "federated by FederatedTrustDomain " + domain.trust().name(),
        domain.anchors().stream().map(anchor -> anchors.federated(anchor, trustDomain)).toList(),
        domain.conditions().stream().map(PlanInWords::condition).toList());
  }

  private static ConditionRow condition(Condition condition) {
    String word = condition.status().label();
    return new ConditionRow(
        condition.type().label(),
        switch (condition.status()) {
          case TRUE -> Standing.good(word);
          case FALSE -> Standing.bad(word);
          case UNKNOWN -> Standing.waiting(word);
        },
        condition.reason(),
        condition.message());
  }

  private static NamespaceRow namespace(SyncPlan.Namespace namespace) {
    return new NamespaceRow(
        namespace.name(),
        namespace.mayTrust().isEmpty() ? "no other domain" : names(namespace.mayTrust()),
        switch (namespace.state()) {
          case CURRENT -> Standing.good("Up to date");
          case PENDING -> Standing.waiting("Being written");
          case WAITING -> Standing.waiting("Waiting");
          case NOT_NEEDED -> Standing.good("None needed");
          case OVER_LIMIT -> Standing.bad("Too many scopes");
          case FAILED -> Standing.bad("Not written");
          case CONFLICT -> Standing.bad("Name taken");
        },
        namespace.message());
  }

  private static String names(Collection<TrustDomain> domains) {
    return domains.stream().map(TrustDomain::name).collect(Collectors.joining(", "));
  }
}
