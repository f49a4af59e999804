package dev.rootbridge.web;

import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.StatusView.ConditionRow;
import dev.rootbridge.web.StatusView.DomainSection;
import dev.rootbridge.web.StatusView.NamespaceSection;
import dev.rootbridge.web.StatusView.PodSection;
import dev.rootbridge.web.StatusView.Standing;
import dev.rootbridge.web.StatusView.TrustRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what a plan comes to. */
final class PlanInWords {

  /** Rows of lists that have a page of their own. */
  private static final int FIRST = 10;

  private final SyncPlan plan;
  private final TrustDomain local;
  private final Instant now;
  private final AnchorsInWords anchors;

  private PlanInWords(SyncPlan plan, Instant now) {
    this.plan = plan;
    this.local = plan.home().local().trustDomain();
    this.now = now;
    this.anchors = new AnchorsInWords(now);
  }

  /**
   * @param now what expiry is counted from
   */
  static StatusView of(
      SyncPlan plan,
      Changes changes,
      List<ToldEvent> events,
      List<PodSample> samples,
      Instant now) {
    PlanInWords words = new PlanInWords(plan, now);
    Namespaces namespaces = Namespaces.of(plan);
    Pods pods = Pods.of(plan);
    return new StatusView(
        Dates.exact(plan.madeAt()),
        words.local.name(),
        words.summary(),
        Stream.of(Fit.values()).map(fit -> MapLayout.of(plan, fit, now)).toList(),
        plan.domains().stream().map(words::trust).toList(),
        words.sections(),
        ChangesInWords.of(changes, FIRST),
        EventsInWords.of(events, FIRST),
        new NamespaceSection(
            namespaces.all().size(),
            namespaces.choices(ListQuery.ALL),
            namespaces.all().stream().limit(FIRST).map(Namespaces::row).toList()),
        new PodSection(pods.all().size(), pods.choices(ListQuery.ALL), pods.unknown()),
        plan.remotes().stream()
            .map(remote -> RemotesInWords.remote(remote, plan.home().local()))
            .toList(),
        plan.discovery().stream()
            .flatMap(discovery -> discovery.entries().stream())
            .map(RemotesInWords::discovered)
            .toList(),
        samples.stream().map(SampleInWords::of).toList());
  }

  /** The id of a federated domain's section, by its place among them. */
  static String sectionId(int row) {
    return "domain-" + (row + 1);
  }

  private String summary() {
    List<TrustDomain> trusted =
        plan.domains().stream()
            .filter(domain -> domain.isTrustedAt(now))
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
        DomainHealth.of(domain, now).standing(),
        MapLayout.constraint(constraint),
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
        switch (TrustBack.of(domain, plan.home().local())) {
          case SHARED_ROOT -> "Yes, it has a root of " + local + ".";
          case OTHER_ROOTS, UNKNOWN -> "Not known here.";
        },
        Calls.of(domain).words(),
        counts.current() + " of " + counts.selected() + " have its present bundle");
  }

  private List<DomainSection> sections() {
    List<DomainSection> sections = new ArrayList<>(List.of(localSection()));
    for (SyncPlan.Domain domain : plan.domains()) {
      sections.add(section(domain, sectionId(sections.size() - 1)));
    }
    return sections;
  }

  private DomainSection localSection() {
    SyncPlan.Local own = plan.home().local();
    return new DomainSection(
        "domain-local",
        local.name(),
        "this cluster",
        timeLines(own.anchors()),
        own.anchors().stream().map(anchor -> anchors.local(anchor, own.roots())).toList(),
        List.of(condition(own.source()), condition(own.verification())));
  }

  private DomainSection section(SyncPlan.Domain domain, String id) {
    TrustDomain trustDomain = domain.trust().trustDomain();
    return new DomainSection(
        id,
        trustDomain.name(),
        "federated by FederatedTrustDomain " + domain.trust().name(),
        timeLines(domain.tracked()),
        domain.anchors().stream().map(anchor -> anchors.federated(anchor, trustDomain)).toList(),
        domain.conditions().stream().map(PlanInWords::condition).toList());
  }

  private List<TimeLineView> timeLines(List<TrackedAnchor> anchors) {
    return Stream.of(Fit.values()).map(fit -> TimeLine.of(anchors, now, fit)).toList();
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

  private static String names(Collection<TrustDomain> domains) {
    return domains.stream().map(TrustDomain::name).collect(Collectors.joining(", "));
  }
}
