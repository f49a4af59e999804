package dev.rootbridge.explain;

import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A federated trust domain that is well unless told otherwise; each change makes another one. */
record TestDomain(
    String name,
    String selector,
    Constraint constraint,
    Acceptance acceptance,
    RotationPolicy rotation,
    List<AnchorStatus> anchors,
    Map<Condition.Type, Condition> conditions,
    OptionalLong observed) {

  static final long GENERATION = 3;

  private static final Constraint UNCONSTRAINED =
      new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);

  /** Of {@code NAME.example}, for all namespaces. */
  static TestDomain of(String name, TestCertificate... roots) {
    TestDomain domain =
        new TestDomain(
            name,
            "",
            Constraint.DEFAULT,
            Acceptance.DISTINCT,
            RotationPolicy.DEFAULT,
            List.of(),
            Map.of(),
            OptionalLong.of(GENERATION));
    for (TestCertificate root : roots) {
      domain = domain.with(root, AnchorState.ACTIVE, Publication.CONSTRAINED);
    }
    for (Condition.Type type :
        List.of(
            Condition.Type.ACCEPTED,
            Condition.Type.SOURCE_REACHABLE,
            Condition.Type.CONSTRAINED,
            Condition.Type.PUBLISHED,
            Condition.Type.ACCEPTED_BY_MESH,
            Condition.Type.PODS_CURRENT)) {
      domain = domain.saying(type, Condition.Status.TRUE, "Fine", "all is well");
    }
    return domain;
  }

  TestDomain with(TestCertificate root, AnchorState state, Publication publication) {
    List<AnchorStatus> more = new ArrayList<>(anchors);
    more.add(
        new AnchorStatus(
            new TrackedAnchor(
                root.anchor(),
                state,
                NOW.minus(Duration.ofDays(1)),
                state == AnchorState.RETIRING
                    ? Optional.of(NOW.plus(Duration.ofHours(25)))
                    : Optional.empty(),
                ""),
            publication));
    return new TestDomain(
        name, selector, constraint, acceptance, rotation, more, conditions, observed);
  }

  /** Its present anchors are published as they are. */
  TestDomain unconstrained() {
    return new TestDomain(
        name,
        selector,
        UNCONSTRAINED,
        acceptance,
        rotation,
        anchors.stream()
            .map(
                anchor ->
                    anchor.publication() == Publication.CONSTRAINED
                        ? new AnchorStatus(anchor.tracked(), Publication.UNCONSTRAINED)
                        : anchor)
            .toList(),
        conditions,
        observed);
  }

  TestDomain acceptedAs(Acceptance other) {
    return new TestDomain(
        name, selector, constraint, other, rotation, anchors, conditions, observed);
  }

  /** For namespaces with the label {@code team} of that value. */
  TestDomain forTeam(String team) {
    return new TestDomain(
        name, team, constraint, acceptance, rotation, anchors, conditions, observed);
  }

  TestDomain rotating(RotationPolicy policy) {
    return new TestDomain(
        name, selector, constraint, acceptance, policy, anchors, conditions, observed);
  }

  TestDomain observed(OptionalLong generation) {
    return new TestDomain(
        name, selector, constraint, acceptance, rotation, anchors, conditions, generation);
  }

  TestDomain saying(Condition.Type type, Condition.Status status, String reason, String message) {
    Map<Condition.Type, Condition> more = new java.util.TreeMap<>(conditions);
    more.put(type, new Condition(type, status, reason, message));
    return new TestDomain(
        name, selector, constraint, acceptance, rotation, anchors, more, observed);
  }

  DomainFacts facts() {
    FederatedTrust trust =
        new FederatedTrust(
            name,
            "uid-" + name,
            GENERATION,
            NOW.minus(Duration.ofDays(2)),
            new TrustDomain(name + ".example"),
            new SourceSpec.Inline("…"),
            constraint,
            new NamespaceSelector(
                selector.isEmpty() ? Map.of() : Map.of("team", selector), List.of()),
            rotation,
            acceptance);
    return new DomainFacts(
        new SyncPlan.Domain(
            trust, anchors, new SyncPlan.Counts(1, 1), List.copyOf(conditions.values())),
        observed);
  }
}
