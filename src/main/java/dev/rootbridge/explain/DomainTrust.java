package dev.rootbridge.explain;

import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is to say of one federated domain to whoever asks about a workload. */
final class DomainTrust {

  private DomainTrust() {}

  static List<Observation> observations(DomainFacts domain, Instant now) {
    List<Observation> observations = new ArrayList<>();
    observations.add(new Observation(domain.trustDomain().name(), anchors(domain, now)));
    domain
        .domain()
        .condition(Condition.Type.ACCEPTED_BY_MESH)
        .ifPresent(
            condition ->
                observations.add(
                    new Observation(
                        domain.trustDomain() + ", calls in", callsIn(domain, condition))));
    domain
        .domain()
        .condition(Condition.Type.CALLABLE)
        .ifPresent(
            condition ->
                observations.add(
                    new Observation(domain.trustDomain() + ", calls out", outcome(condition))));
    return observations;
  }

  /** Where nobody asked for them to be let in, it is no fault that they aren't. */
  private static Outcome callsIn(DomainFacts domain, Condition condition) {
    return outcome(condition) instanceof Failed failed
            && domain.trust().acceptance() == Acceptance.NONE
        ? new Warning(failed.text(), Optional.empty())
        : outcome(condition);
  }

  private static Outcome anchors(DomainFacts domain, Instant now) {
    List<AnchorStatus> published =
        domain.domain().anchors().stream().filter(AnchorStatus::isPublished).toList();
    if (published.isEmpty()) {
      return new Failed(
          "no anchor of it is published"
              + domain
                  .domain()
                  .condition(Condition.Type.PUBLISHED)
                  .map(condition -> ": " + condition.reason() + ", " + condition.message())
                  .orElse(""),
          "rootbridge status " + domain.name());
    }
    Optional<Failed> lapse = domain.lapse(now);
    if (lapse.isPresent()) {
      return lapse.get();
    }
    String listed =
        published.stream()
            .map(
                anchor ->
                    anchor.tracked().anchor()
                        + ", "
                        + anchor.tracked().state().label()
                        + ", until "
                        + anchor.tracked().anchor().notAfter())
            .collect(Collectors.joining("; "));
    return published.stream().anyMatch(anchor -> anchor.publication() == Publication.UNCONSTRAINED)
        ? new Warning(
            "its CA may vouch for any identity: " + listed,
            "bind it: kubectl patch ftd "
                + domain.name()
                + " --type merge -p '{\"spec\":{\"constraint\":{\"mode\":\"TrustDomain\"}}}'")
        : new Ok("its CA may vouch for it alone: " + listed);
  }

  /** A condition's message has its remedy in it. */
  static Outcome outcome(Condition condition) {
    String text = condition.reason() + ": " + condition.message();
    return switch (condition.status()) {
      case TRUE -> new Ok(text);
      case FALSE -> new Failed(text, Optional.empty());
      case UNKNOWN -> new Unknown(text, Optional.empty());
    };
  }
}
