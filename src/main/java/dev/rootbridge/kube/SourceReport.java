package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.ToldEvent;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells of sources beside the conditions: an event when one begins to fail, fails otherwise or
 * comes back; and for alerts, how often that was and how old what is known has become.
 */
final class SourceReport {

  private static final String TRUST_DOMAIN = "trust_domain";

  private final Consumer<Events.Note> events;
  private final MeterRegistry meters;
  private final Clock clock;

  /** By the resource's uid. */
  private final Map<String, Followed> followed = new HashMap<>();

  /** A source as it was last reported. */
  private final class Followed {
    private volatile Instant lastGood;
    private String reason = "";
    private final Gauge age;

    Followed(FederatedTrust trust, Instant lastGood) {
      this.lastGood = lastGood;
      age =
          Gauge.builder(
                  "rootbridge.source.age.seconds",
                  this,
                  source -> Duration.between(source.lastGood, clock.instant()).toMillis() / 1000.0)
              .description("For how long a source has not been read well; 0 while it is.")
              .tag(TRUST_DOMAIN, trust.trustDomain().name())
              .register(meters);
    }
  }

  SourceReport(Consumer<Events.Note> events, MeterRegistry meters, Clock clock) {
    this.events = events;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * To be told of every plan.
   *
   * @param resources by name, as they were when it was made: their status tells since when a source
   *     has failed that already did when this replica began
   */
  void report(SyncPlan plan, Map<String, FederatedTrustDomain> resources) {
    Set<String> present =
        plan.domains().stream()
            .filter(domain -> domain.condition(Condition.Type.SOURCE_REACHABLE).isPresent())
            .map(domain -> domain.trust().uid())
            .collect(Collectors.toSet());
    // First: of two gauges of one trust domain the registry keeps the one that was there.
    followed.entrySet().removeIf(entry -> !present.contains(entry.getKey()) && forget(entry));
    for (SyncPlan.Domain domain : plan.domains()) {
      domain
          .condition(Condition.Type.SOURCE_REACHABLE)
          .ifPresent(
              source ->
                  report(domain.trust(), source, failingSince(resources, domain.trust().name())));
    }
  }

  /** To be told while another replica leads: it reports, and ages here would only grow. */
  void forget() {
    followed.entrySet().removeIf(this::forget);
  }

  private boolean forget(Map.Entry<String, Followed> gone) {
    meters.remove(gone.getValue().age);
    return true;
  }

  private static Optional<Instant> failingSince(
      Map<String, FederatedTrustDomain> resources, String name) {
    return Optional.ofNullable(resources.get(name))
        .map(FederatedTrustDomain::getStatus)
        .map(FederatedTrustDomainStatus::getConditions)
        .stream()
        .flatMap(List::stream)
        .filter(told -> told.getType().equals(Condition.Type.SOURCE_REACHABLE.label()))
        .filter(told -> told.getStatus() != Conditions.Status.TRUE)
        .findFirst()
        .map(Conditions::getLastTransitionTime)
        .map(ZonedDateTime::toInstant);
  }

  private void report(FederatedTrust trust, Condition source, Optional<Instant> failingSince) {
    Followed known =
        followed.computeIfAbsent(
            trust.uid(), uid -> new Followed(trust, failingSince.orElseGet(clock::instant)));
    if (source.status() == Condition.Status.TRUE) {
      known.lastGood = clock.instant();
    }
    String before = known.reason;
    known.reason = source.reason();
    if (before.equals(source.reason()) || source.status() == Condition.Status.UNKNOWN) {
      return;
    }
    if (source.status() == Condition.Status.FALSE) {
      Counter.builder("rootbridge.source.failures")
          .description("How often a source began to fail, or to fail otherwise.")
          .tag(TRUST_DOMAIN, trust.trustDomain().name())
          .tag("reason", source.reason())
          .register(meters)
          .increment();
      say(trust, ToldEvent.Type.WARNING, source);
    } else if (!before.isEmpty() && !before.equals("NotYetRead")) {
      say(trust, ToldEvent.Type.NORMAL, source);
    }
  }

  private void say(FederatedTrust trust, ToldEvent.Type type, Condition source) {
    events.accept(
        new Events.Note(
            new ObjectReferenceBuilder()
                .withApiVersion("rootbridge.dev/v1alpha1")
                .withKind("FederatedTrustDomain")
                .withName(trust.name())
                .withUid(trust.uid())
                .build(),
            type,
            source.reason(),
            "ReadSource",
            source.message()));
  }
}
