package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Domain;
import dev.rootbridge.sync.SyncPlan.Presence;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Plans of a cluster {@code a.example} for the page to show. */
public final class TestPlan {

  static final TrackedAnchor LOCAL = active(TestCertificate.root("CN=Root A"));
  static final TrackedAnchor REMOTE = active(TestCertificate.root("CN=Root B"));

  private static final SortedSet<TrustDomain> MAY_TRUST =
      new TreeSet<>(List.of(new TrustDomain("b.example")));

  private TestPlan() {}

  static SyncPlan of(List<Domain> domains, SyncPlan.Namespace... namespaces) {
    return new SyncPlan(
        NOW,
        domains,
        new SyncPlan.Cluster(
            new SyncPlan.Local(
                new TrustDomain("a.example"),
                new LocalRoots(List.of(LOCAL), 1),
                condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.TRUE),
                condition(Condition.Type.LOCAL_ROOT_VERIFIED, Condition.Status.TRUE)),
            List.of(namespaces),
            List.of(),
            new MissedPods(List.of(), Optional.empty()),
            Map.of()),
        List.of(),
        Optional.empty());
  }

  /** A cluster that trusts {@code b.example} everywhere. */
  public static SyncPlan settled() {
    return of(List.of(published(Constraint.DEFAULT)), namespace("shop", TargetState.CURRENT));
  }

  /** A cluster whose one source can't be read. */
  public static SyncPlan failing() {
    return of(
        List.of(
            domain(
                Constraint.DEFAULT,
                List.of(),
                new Counts(1, 0),
                condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE))));
  }

  static Domain published(Constraint constraint) {
    Publication publication =
        switch (constraint.mode()) {
          case TRUST_DOMAIN -> Publication.CONSTRAINED;
          case NONE -> Publication.UNCONSTRAINED;
        };
    return domain(
        constraint,
        List.of(new AnchorStatus(REMOTE, publication)),
        new Counts(1, 1),
        new Condition(
            Condition.Type.CONSTRAINED,
            Condition.Status.TRUE,
            "TrustDomain",
            "its CA may vouch for b.example only"));
  }

  static Domain domain(
      Constraint constraint, List<AnchorStatus> anchors, Counts counts, Condition... conditions) {
    return new Domain(
        new FederatedTrust(
            "b",
            "uid-b",
            1,
            NOW,
            new TrustDomain("b.example"),
            new SourceSpec.Inline(""),
            constraint,
            new NamespaceSelector(Map.of(), List.of()),
            RotationPolicy.DEFAULT,
            Acceptance.DISTINCT),
        anchors,
        counts,
        Arrays.asList(conditions));
  }

  static SyncPlan.Namespace namespace(String name, TargetState state) {
    return new SyncPlan.Namespace(
        name,
        MAY_TRUST,
        new SyncPlan.Target(
            "rootbridge-trust", MAY_TRUST, state, Presence.PRESENT, "what it waits for"),
        List.of(),
        SyncPlan.ScopeRoom.FREE);
  }

  static Condition condition(Condition.Type type, Condition.Status status) {
    return new Condition(type, status, "Why", "why and what to do");
  }

  static TrackedAnchor active(TestCertificate root) {
    return new TrackedAnchor(root.anchor(), AnchorState.ACTIVE, NOW, Optional.empty(), "");
  }
}
