package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.DiscoveredSecret;
import dev.rootbridge.sync.Discovery;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.sync.TrustChange;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A plan in which everything that others choose is as long as it may be, and in one word. */
final class LongNames {

  private static final TrustDomain DOMAIN = new TrustDomain("w".repeat(255));
  private static final TrustDomain LOCAL = new TrustDomain("m".repeat(255));
  private static final String NAMESPACE = "w".repeat(63);
  private static final String NAME = "w".repeat(253);
  private static final String CAUSE = "W".repeat(1_000);

  private LongNames() {}

  static SyncPlan plan() {
    TrackedAnchor anchor =
        new TrackedAnchor(
            TestCertificate.root("O=" + "W".repeat(64) + ",CN=" + "W".repeat(64)).anchor(),
            AnchorState.ACTIVE,
            NOW,
            Optional.empty(),
            CAUSE);
    SyncPlan.Namespace namespace =
        new SyncPlan.Namespace(
            NAMESPACE,
            new TreeSet<>(List.of(DOMAIN)),
            new SyncPlan.Target(
                NAME,
                new TreeSet<>(List.of(DOMAIN)),
                TargetState.FAILED,
                SyncPlan.Presence.PRESENT,
                CAUSE),
            List.of(),
            SyncPlan.ScopeRoom.FREE);
    SyncPlan.Cluster cluster =
        new SyncPlan.Cluster(
            new SyncPlan.Local(
                LOCAL,
                new LocalRoots(List.of(anchor), 1),
                condition(Condition.Type.SOURCE_REACHABLE),
                condition(Condition.Type.LOCAL_ROOT_VERIFIED)),
            List.of(namespace),
            List.of(),
            new MissedPods(
                Stream.of(MissedReason.values()).map(LongNames::pod).toList(), Optional.of(CAUSE)),
            Map.of());
    return new SyncPlan(
        NOW,
        List.of(
            new SyncPlan.Domain(
                new FederatedTrust(
                    NAME,
                    "uid",
                    1,
                    NOW,
                    DOMAIN,
                    new SourceSpec.Inline(""),
                    Constraint.DEFAULT,
                    new NamespaceSelector(Map.of(), List.of()),
                    RotationPolicy.DEFAULT,
                    Acceptance.DISTINCT),
                List.of(new AnchorStatus(anchor, Publication.CONSTRAINED)),
                new Counts(1, 0),
                Stream.of(Condition.Type.values()).map(LongNames::condition).toList())),
        cluster,
        List.of(
            new SyncPlan.Remote(
                NAMESPACE, Optional.of(cluster), condition(Condition.Type.SOURCE_REACHABLE))),
        Optional.of(
            new Discovery(
                List.of(
                    new Discovery.Entry(
                        new DiscoveredSecret(NAMESPACE, NAME, Optional.of(NAME)),
                        List.of(NAME),
                        List.of(NAME))))));
  }

  static Changes changes() {
    return new Changes(
        NOW,
        Stream.of(TrustChange.Kind.values())
            .map(
                kind ->
                    new TrustChange(NOW, DOMAIN, Optional.of(NAME), kind, CAUSE, NAME, NAME, CAUSE))
            .toList());
  }

  static List<ToldEvent> events() {
    return Stream.of(ToldEvent.Type.values())
        .map(
            type ->
                new ToldEvent(
                    NOW,
                    type,
                    "Deployment " + NAMESPACE + "/" + NAME + " in cluster " + NAMESPACE,
                    "W".repeat(128),
                    CAUSE,
                    Integer.MAX_VALUE))
        .toList();
  }

  private static Condition condition(Condition.Type type) {
    return new Condition(type, Condition.Status.FALSE, "W".repeat(128), CAUSE);
  }

  private static MissedPod pod(MissedReason reason) {
    return new MissedPod(
        NAMESPACE,
        NAME,
        new PodOwner("Deployment", NAME),
        reason,
        reason.code(),
        new TreeSet<>(List.of(DOMAIN)),
        CAUSE,
        "kubectl -n " + NAMESPACE + " rollout restart deployment/" + NAME);
  }
}
