package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.read;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.TrustChange.Kind;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustChangesTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate B_NEXT = TestCertificate.root("O=B next");
  private static final TrustDomain B_DOMAIN = new TrustDomain("cluster-b.example");
  private static final String SOURCE = "ConfigMap source/b, key root-cert.pem";
  private static final String ACTIVE = "Active, published constrained";

  @Test
  void nothingChangesOfItself() {
    World world = federated().world();
    SyncPlan plan = SyncPlanner.plan(world);

    assertThat(
            TrustChanges.between(
                plan,
                SyncPlanner.plan(TestWorld.after(world, plan, Map.of("b", read(B.anchor()))))))
        .filteredOn(change -> change.kind().isOfTrust())
        .isEmpty();
  }

  @Test
  void aDomainThatIsFederated() {
    assertThat(TrustChanges.between(local().plan(), federated().plan()))
        .containsExactly(
            change(
                Kind.DOMAIN,
                "FederatedTrustDomain b",
                "none",
                "constrained to its trust domain",
                "the resource was made"),
            anchor(B, "none", ACTIVE, "read from " + SOURCE));
  }

  @Test
  void aDomainThatIsNoLonger() {
    assertThat(TrustChanges.between(federated().plan(), local().plan()))
        .containsExactly(
            change(
                Kind.DOMAIN,
                "FederatedTrustDomain b",
                "constrained to its trust domain, 1 trusted anchor",
                "none",
                "the resource was deleted"));
  }

  @Test
  void aRotationAtTheSource() {
    World world = federated().world();
    SyncPlan before = SyncPlanner.plan(world);
    SyncPlan rotated =
        SyncPlanner.plan(TestWorld.after(world, before, Map.of("b", read(B_NEXT.anchor()))));

    assertThat(trustChanges(before, rotated))
        .containsExactlyInAnyOrder(
            anchor(
                B,
                ACTIVE,
                "Retiring until " + NOW.plusSeconds(25 * 3600) + ", published constrained",
                "gone from " + SOURCE),
            anchor(B_NEXT, "none", ACTIVE, "read from " + SOURCE));
  }

  @Test
  void theEndOfAnOverlap() {
    TrackedAnchor retiring = tracked(B, AnchorState.RETIRING);
    SyncPlan before =
        local()
            .domainBefore(
                RotationHistory.of(List.of(retiring, tracked(B_NEXT, AnchorState.ACTIVE))))
            .domain("b", "cluster-b.example", read(B_NEXT.anchor()))
            .plan();
    SyncPlan after =
        local()
            .domainBefore(RotationHistory.of(List.of(tracked(B_NEXT, AnchorState.ACTIVE))))
            .domain("b", "cluster-b.example", read(B_NEXT.anchor()))
            .plan();

    assertThat(trustChanges(before, after))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.subject()).isEqualTo(subject(B));
              assertThat(change.after()).isEqualTo(TrustChange.NOTHING);
              assertThat(change.cause()).isEqualTo("its overlap is over");
            });
  }

  @Test
  void aConstraintThatIsGivenUp() {
    Constraint none = new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);
    SyncPlan after =
        local()
            .domain("b", "cluster-b.example", read(B.anchor()), TestWorld.EVERYWHERE, none)
            .plan();

    assertThat(trustChanges(federated().plan(), edited(after)))
        .containsExactly(
            change(
                Kind.CONSTRAINT,
                "FederatedTrustDomain b",
                "constrained to its trust domain",
                "not constrained",
                "the resource was edited (generation 2)"),
            anchor(
                B, ACTIVE, "Active, published as it is", "the resource was edited (generation 2)"));
  }

  @Test
  void aSourceThatFailsIsNewsAndNoChangeOfTrust() {
    World world = federated().world();
    SyncPlan before = SyncPlanner.plan(world);
    SyncPlan after =
        SyncPlanner.plan(
            TestWorld.after(world, before, Map.of("b", TestWorld.failed(Failure.UNREACHABLE))));

    assertThat(TrustChanges.between(before, after))
        .filteredOn(change -> change.subject().equals("SourceReachable"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(Kind.CONDITION);
              assertThat(change.kind().isOfTrust()).isFalse();
              assertThat(change.before()).isEqualTo("True, Read");
              assertThat(change.after()).isEqualTo("False, Unreachable");
            });
  }

  @Test
  void whatChangedWhileNoReplicaRan() {
    World world =
        local()
            .localBefore(tracked(TestWorld.LOCAL_CA, AnchorState.ACTIVE))
            .domainBefore(RotationHistory.of(List.of(tracked(B, AnchorState.ACTIVE))))
            .domain("b", "cluster-b.example", read(B.anchor(), B_NEXT.anchor()))
            .world();

    assertThat(TrustChanges.sinceRecorded(world, SyncPlanner.plan(world)))
        .containsExactly(anchor(B_NEXT, "none", ACTIVE, "read from " + SOURCE));
  }

  @Test
  void theFirstRootsOfThisCluster() {
    World world = local().world();

    assertThat(TrustChanges.sinceRecorded(world, SyncPlanner.plan(world)))
        .containsExactly(
            new TrustChange(
                NOW,
                new TrustDomain("cluster-a.example"),
                Optional.empty(),
                Kind.ANCHOR,
                subject(TestWorld.LOCAL_CA),
                "none",
                "Active",
                "read from the place of this cluster's own roots"));
  }

  @Test
  void whatOthersSayStaysOneLine() {
    TrustChange change =
        new TrustChange(
            NOW,
            B_DOMAIN,
            Optional.of("b"),
            Kind.CONDITION,
            "a\nb",
            "c\rd",
            "e\u001b[2J",
            "f\u0085g\n");

    assertThat(change.subject() + change.before() + change.after() + change.cause())
        .isEqualTo("a?bc?de?[2Jf?g?");
  }

  private static TestWorld local() {
    return new TestWorld().namespace("shop");
  }

  private static TestWorld federated() {
    return local().domain("b", "cluster-b.example", read(B.anchor()));
  }

  /** The same, of the resource's next generation. */
  private static SyncPlan edited(SyncPlan plan) {
    SyncPlan.Domain domain = plan.domains().get(0);
    FederatedTrust trust = domain.trust();
    return new SyncPlan(
        plan.madeAt(),
        List.of(
            new SyncPlan.Domain(
                new FederatedTrust(
                    trust.name(),
                    trust.uid(),
                    trust.generation() + 1,
                    trust.created(),
                    trust.trustDomain(),
                    trust.source(),
                    trust.constraint(),
                    trust.namespaces(),
                    trust.rotation(),
                    trust.acceptance()),
                domain.anchors(),
                domain.namespaces(),
                domain.conditions())),
        plan.home(),
        plan.remotes(),
        plan.discovery());
  }

  private static List<TrustChange> trustChanges(SyncPlan before, SyncPlan after) {
    return TrustChanges.between(before, after).stream()
        .filter(change -> change.kind().isOfTrust())
        .toList();
  }

  private static TrackedAnchor tracked(TestCertificate root, AnchorState state) {
    return new TrackedAnchor(
        root.anchor(),
        state,
        NOW,
        state == AnchorState.RETIRING ? Optional.of(NOW.plusSeconds(60)) : Optional.empty(),
        "");
  }

  private static TrustChange anchor(
      TestCertificate root, String before, String after, String cause) {
    return change(Kind.ANCHOR, subject(root), before, after, cause);
  }

  private static String subject(TestCertificate root) {
    return "sha256:" + root.anchor().fingerprint() + ", " + root.anchor().subject();
  }

  private static TrustChange change(
      Kind kind, String subject, String before, String after, String cause) {
    return new TrustChange(NOW, B_DOMAIN, Optional.of("b"), kind, subject, before, after, cause);
  }
}
