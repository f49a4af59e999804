package dev.rootbridge.web;

import dev.rootbridge.sync.ChangesView;
import dev.rootbridge.sync.EventsView;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.MultiMap;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The pages, each rendered here whole: domain names and subjects on them are chosen by others, and
 * no script runs that they could become.
 */
@Singleton
final class StatusPage {

  private static final int MOST_CHANGES = 200;
  private static final int MOST_EVENTS = 50;

  private final PlanView plans;
  private final ChangesView changes;
  private final EventsView events;
  private final Instance<PodSamples> samples;
  private final Clock clock;

  StatusPage(
      PlanView plans,
      ChangesView changes,
      EventsView events,
      Instance<PodSamples> samples,
      Clock clock) {
    this.plans = plans;
    this.changes = changes;
    this.events = events;
    this.samples = samples;
    this.clock = clock;
  }

  /** The templates, checked against the view models when the application is built. */
  @CheckedTemplate(basePath = "web")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance status(StatusView view);

    static native TemplateInstance namespaces(NamespacesView view);

    static native TemplateInstance pods(PodsView view);

    static native TemplateInstance changes(String trustDomain, ChangesInWords.Section changes);

    static native TemplateInstance events(String trustDomain, EventsInWords.Section events);

    static native TemplateInstance waiting();
  }

  /** One of the pages. */
  interface Rendering {
    /**
     * @throws ListQuery.MalformedException if the parameters can't be meant
     */
    TemplateInstance of(SyncPlan plan, MultiMap parameters) throws ListQuery.MalformedException;
  }

  /** The page, in HTML; before the first plan, a page that says so. */
  String render(Rendering page, MultiMap parameters) throws ListQuery.MalformedException {
    Optional<SyncPlan> plan = plans.latest();
    return (plan.isEmpty() ? Templates.waiting() : page.of(plan.get(), parameters)).render();
  }

  TemplateInstance overview(SyncPlan plan, MultiMap parameters) {
    return Templates.status(
        PlanInWords.of(plan, changes.changes(), events.told(), samples(), clock.instant()));
  }

  TemplateInstance namespaces(SyncPlan plan, MultiMap parameters)
      throws ListQuery.MalformedException {
    ListQuery query = ListQuery.parse(parameters, Namespaces.states());
    Namespaces namespaces = Namespaces.of(plan);
    Slice<StatusView.NamespaceRow> slice = namespaces.find(query).map(Namespaces::row);
    return Templates.namespaces(
        new NamespacesView(
            ListFrame.of(
                plan, Namespaces.LIST, query, namespaces.choices(query), slice, "namespace"),
            slice.rows()));
  }

  TemplateInstance pods(SyncPlan plan, MultiMap parameters) throws ListQuery.MalformedException {
    ListQuery query = ListQuery.parse(parameters, Pods.reasons());
    Pods pods = Pods.of(plan);
    Slice<Pods.PodRow> slice = pods.find(query).map(Pods::row);
    return Templates.pods(
        new PodsView(
            ListFrame.of(plan, Pods.LIST, query, pods.choices(query), slice, "pod"),
            slice.rows(),
            pods.unknown()));
  }

  TemplateInstance changes(SyncPlan plan, MultiMap parameters) {
    return Templates.changes(
        plan.home().local().trustDomain().name(),
        ChangesInWords.of(changes.changes(), MOST_CHANGES));
  }

  TemplateInstance events(SyncPlan plan, MultiMap parameters) {
    return Templates.events(
        plan.home().local().trustDomain().name(), EventsInWords.of(events.told(), MOST_EVENTS));
  }

  private List<PodSample> samples() {
    return samples.stream().flatMap(source -> source.all().stream()).toList();
  }
}
