package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.explain.DomainHealth;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A federated trust domain as it is printed. */
record DomainReport(DomainFacts facts, Instant now) {

  static final List<String> COLUMNS =
      List.of(
          "NAME",
          "TRUST DOMAIN",
          "ACCEPTED",
          "SOURCE",
          "PUBLISHED",
          "NAMESPACES",
          "ISTIOD",
          "PODS");

  private static final List<String> ANCHOR_COLUMNS =
      List.of("  STATE", "EXPIRES", "LEFT", "PUBLISHED", "SHA-256", "SUBJECT");

  List<String> row() {
    return List.of(
        facts.name(),
        facts.trustDomain().name(),
        status(Condition.Type.ACCEPTED),
        reason(Condition.Type.SOURCE_REACHABLE),
        status(Condition.Type.PUBLISHED),
        facts.domain().namespaces().current() + "/" + facts.domain().namespaces().selected(),
        reason(Condition.Type.ACCEPTED_BY_MESH),
        reason(Condition.Type.PODS_CURRENT));
  }

  private String status(Condition.Type type) {
    return facts.domain().condition(type).map(found -> found.status().label()).orElse("-");
  }

  private String reason(Condition.Type type) {
    return facts.domain().condition(type).map(Condition::reason).orElse("-");
  }

  void print(Screen screen) {
    screen.blank();
    screen.line(facts.name() + ", " + facts.trustDomain() + ":");
    TextTable anchors = new TextTable(ANCHOR_COLUMNS);
    for (AnchorStatus anchor : facts.domain().anchors()) {
      if (anchor.publication() == Publication.UNCONSTRAINED) {
        anchors.addAlarm(row(anchor));
      } else {
        anchors.add(row(anchor));
      }
    }
    if (facts.domain().anchors().isEmpty()) {
      screen.line("  no anchor was ever read");
    } else {
      screen.table(anchors);
    }
    for (AnchorStatus anchor : facts.domain().anchors()) {
      if (!anchor.tracked().message().isEmpty()) {
        screen.line("  %s: %s".formatted(anchor.tracked().anchor(), anchor.tracked().message()));
      }
    }
    DomainHealth.of(facts, now).troubles().forEach(trouble -> screen.line("  " + trouble.text()));
  }

  private List<String> row(AnchorStatus anchor) {
    TrackedAnchor tracked = anchor.tracked();
    return List.of(
        "  " + tracked.state().label(),
        tracked.anchor().notAfter().toString(),
        left(tracked),
        publication(anchor),
        tracked.anchor().fingerprint().hex(),
        tracked.anchor().subject());
  }

  /** Until it ends, or, where that comes first, until it is dropped. */
  private String left(TrackedAnchor tracked) {
    Duration left =
        Duration.between(now, tracked.retireAfter().orElse(tracked.anchor().notAfter()));
    String amount = left.toDays() >= 2 ? left.toDays() + " d" : left.toHours() + " h";
    return left.isNegative()
        ? "over"
        : tracked.retireAfter().isPresent() ? "dropped in " + amount : amount;
  }

  private String publication(AnchorStatus anchor) {
    return switch (anchor.publication()) {
      case CONSTRAINED -> "constrained";
      case UNCONSTRAINED -> "UNCONSTRAINED";
      case NOT_PUBLISHED -> "no";
    };
  }

  ObjectNode json() {
    DomainHealth health = DomainHealth.of(facts, now);
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("name", facts.name());
    json.put("trustDomain", facts.trustDomain().name());
    json.put("source", facts.trust().source().describe());
    json.put("standing", health.standing().label());
    json.put("observed", facts.isObserved());
    ObjectNode namespaces = json.putObject("namespaces");
    namespaces.put("selected", facts.domain().namespaces().selected());
    namespaces.put("current", facts.domain().namespaces().current());
    var conditions = json.putArray("conditions");
    for (Condition condition : facts.domain().conditions()) {
      conditions
          .addObject()
          .put("type", condition.type().label())
          .put("status", condition.status().label())
          .put("reason", condition.reason())
          .put("message", condition.message());
    }
    var anchors = json.putArray("anchors");
    facts.domain().anchors().forEach(anchor -> anchors.add(json(anchor)));
    var troubles = json.putArray("troubles");
    health.troubles().forEach(trouble -> troubles.add(trouble.text()));
    return json;
  }

  private ObjectNode json(AnchorStatus anchor) {
    TrackedAnchor tracked = anchor.tracked();
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("sha256", tracked.anchor().fingerprint().hex());
    json.put("publicKeySha256", tracked.anchor().keyFingerprint().hex());
    json.put("subject", tracked.anchor().subject());
    json.put("state", tracked.state().label());
    json.put("published", publication(anchor));
    json.put("notAfter", tracked.anchor().notAfter().toString());
    json.put("firstSeen", tracked.firstSeen().toString());
    tracked.retireAfter().ifPresent(when -> json.put("retireAfter", when.toString()));
    if (!tracked.message().isEmpty()) {
      json.put("message", tracked.message());
    }
    return json;
  }
}
