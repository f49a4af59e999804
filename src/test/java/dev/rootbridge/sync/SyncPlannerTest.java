package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.EVERYWHERE;
import static dev.rootbridge.sync.TestWorld.LOCAL_CA;
import static dev.rootbridge.sync.TestWorld.OPTED_IN;
import static dev.rootbridge.sync.TestWorld.existing;
import static dev.rootbridge.sync.TestWorld.failed;
import static dev.rootbridge.sync.TestWorld.ours;
import static dev.rootbridge.sync.TestWorld.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Presence;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TestKey;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncPlannerTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate B_NEXT = TestCertificate.root("O=B next");
  private static final TestCertificate C = TestCertificate.root("O=C");
  private static final Constraint UNCONSTRAINED =
      new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);

  private static final Action.Delete DELETED =
      new Action.Delete(
          new TargetKey("shop", "rootbridge-trust"), new Seen("uid-7", "7", Mutability.MUTABLE));

  private static TestWorld withB() {
    return new TestWorld().domain("cluster-b", "cluster-b.example", read(B.anchor()));
  }

  @Test
  void anOptedInNamespaceGetsTheLocalRootFirstAndTheRemoteOneConstrained() {
    SyncPlan plan = withB().namespace("shop").plan();

    Action.Write write = onlyWrite(plan);
    assertThat(write.target().namespace()).isEqualTo("shop");
    assertThat(write.content().data())
        .containsOnlyKeys(
            "root-cert.pem", "domain.cluster-a.example.pem", "domain.cluster-b.example.pem");
    assertThat(write.content().data().get("root-cert.pem"))
        .startsWith("# cluster-a.example root")
        .contains(LOCAL_CA.pem())
        .doesNotContain(B.pem())
        .isEqualTo(
            write.content().data().get("domain.cluster-a.example.pem")
                + write.content().data().get("domain.cluster-b.example.pem"));
    assertThat(onlyDomain(plan).anchors())
        .singleElement()
        .satisfies(
            anchor -> {
              assertThat(anchor.tracked().anchor()).isEqualTo(B.anchor());
              assertThat(anchor.publication()).isEqualTo(Publication.CONSTRAINED);
            });
  }

  @Test
  void aNamespaceThatDidNotOptInIsLeftAlone() {
    SyncPlan plan = withB().namespace("other", Map.of(), Optional.empty()).plan();

    assertThat(plan.home().actions()).isEmpty();
    assertThat(plan.home().namespaces()).isEmpty();
    assertThat(condition(plan, Condition.Type.PUBLISHED).reason()).isEqualTo("NoNamespaces");
  }

  @Test
  void aPlanThatWasCarriedOutLeavesNothingToDo() {
    World world = withB().namespace("shop").world();
    SyncPlan plan = SyncPlanner.plan(world);
    assertThat(condition(plan, Condition.Type.PUBLISHED).reason()).isEqualTo("Publishing");

    SyncPlan next =
        SyncPlanner.plan(TestWorld.after(world, plan, Map.of("cluster-b", read(B.anchor()))));

    assertThat(next.home().actions()).isEmpty();
    assertThat(onlyDomain(next).namespaces()).isEqualTo(new Counts(1, 1));
    assertThat(condition(next, Condition.Type.PUBLISHED))
        .isEqualTo(
            new Condition(
                Condition.Type.PUBLISHED,
                Condition.Status.TRUE,
                "Published",
                "every selected namespace has it: 1"));
  }

  @Test
  void aRotatedRootIsPublishedBesideTheOldOne() {
    World world = withB().namespace("shop").world();
    SyncPlan plan = SyncPlanner.plan(world);

    SyncPlan next =
        SyncPlanner.plan(TestWorld.after(world, plan, Map.of("cluster-b", read(B_NEXT.anchor()))));

    assertThat(onlyDomain(next).tracked())
        .extracting(tracked -> tracked.anchor(), tracked -> tracked.state())
        .containsExactlyInAnyOrder(
            tuple(B.anchor(), AnchorState.RETIRING), tuple(B_NEXT.anchor(), AnchorState.ACTIVE));
    assertThat(onlyWrite(next).content().data().get("domain.cluster-b.example.pem"))
        .contains(onlyWrite(plan).content().data().get("domain.cluster-b.example.pem"))
        .contains(B_NEXT.anchor().fingerprint().hex());
  }

  @Test
  void aSourceThatFailsChangesAConditionAndNothingElse() {
    World world = withB().namespace("shop").world();
    SyncPlan plan = SyncPlanner.plan(world);

    for (Failure failure : Failure.values()) {
      SyncPlan next =
          SyncPlanner.plan(TestWorld.after(world, plan, Map.of("cluster-b", failed(failure))));

      assertThat(next.home().actions()).isEmpty();
      assertThat(condition(next, Condition.Type.SOURCE_REACHABLE).reason())
          .isEqualTo(failure.reason());
      assertThat(condition(next, Condition.Type.SOURCE_REACHABLE).message())
          .isEqualTo("the source failed; the anchors trusted before stay: 1");
      assertThat(condition(next, Condition.Type.PUBLISHED).status())
          .isEqualTo(Condition.Status.TRUE);
    }
  }

  @Test
  void oneBadSourceDoesNotHoldUpAnother() {
    SyncPlan plan =
        withB()
            .domain("cluster-c", "cluster-c.example", failed(Failure.UNREACHABLE))
            .namespace("shop")
            .plan();

    assertThat(onlyWrite(plan).content().data()).containsKey("domain.cluster-b.example.pem");
    assertThat(plan.domains().get(1).condition(Condition.Type.PUBLISHED).orElseThrow().reason())
        .isEqualTo("NoAnchors");
  }

  @Test
  void aSourceThatIsStillBeingReadIsWaitedForInsteadOfWritingTwice() {
    SyncPlan plan =
        withB()
            .domain("cluster-c", "cluster-c.example", failed(Failure.NOT_YET_READ))
            .namespace("shop")
            .plan();

    assertThat(plan.home().actions()).isEmpty();
    assertThat(onlyNamespace(plan).state()).isEqualTo(TargetState.WAITING);
    assertThat(onlyNamespace(plan).main().presence()).isEqualTo(Presence.EXPECTED);
  }

  @Test
  void withoutALocalRootNothingIsWrittenOrRemoved() {
    SyncPlan plan =
        withB()
            .localRoot(failed(Failure.MALFORMED))
            .namespace("shop", OPTED_IN, ours(Map.of("root-cert.pem", "as it was")))
            .plan();

    assertThat(plan.home().actions()).isEmpty();
    assertThat(onlyNamespace(plan).state()).isEqualTo(TargetState.WAITING);
    assertThat(onlyNamespace(plan).main().presence()).isEqualTo(Presence.PRESENT);
    assertThat(condition(plan, Condition.Type.PUBLISHED).reason())
        .isEqualTo("LocalRootUnavailable");
  }

  @Test
  void aNamespaceThatLosesItsLabelOrItsDomainsLosesTheConfigMap() {
    SyncPlan unlabelled = withB().namespace("shop", Map.of(), ours(Map.of())).plan();
    SyncPlan unselected = new TestWorld().namespace("shop", OPTED_IN, ours(Map.of())).plan();

    assertThat(unlabelled.home().actions()).containsExactly(DELETED);
    assertThat(unselected.home().actions()).containsExactly(DELETED);
    assertThat(onlyNamespace(unselected).state()).isEqualTo(TargetState.NOT_NEEDED);
    assertThat(onlyNamespace(unselected).main().presence()).isEqualTo(Presence.ABSENT);
  }

  @Test
  void aNamespaceTrustsOnlyTheDomainsThatSelectIt() {
    NamespaceSelector payments = new NamespaceSelector(Map.of("team", "payments"), List.of());
    SyncPlan plan =
        withB()
            .domain(
                "cluster-c", "cluster-c.example", read(C.anchor()), payments, Constraint.DEFAULT)
            .namespace("shop")
            .plan();

    assertThat(onlyWrite(plan).content().data()).doesNotContainKey("domain.cluster-c.example.pem");
    assertThat(onlyNamespace(plan).mayTrust())
        .containsExactly(new TrustDomain("cluster-b.example"));
  }

  @Test
  void aKeyOfOursThatWasMadeBinaryIsTakenOutToo() {
    ExistingTarget ours =
        TestWorld.existing(
            Map.of("root-cert.pem", "ZXZpbA=="), Owner.ROOTBRIDGE, Mutability.MUTABLE);
    ExistingTarget binary =
        new ExistingTarget(
            ours.content(),
            ours.keys(),
            ours.keys(),
            ours.owner(),
            ours.mutability(),
            ours.uid(),
            ours.version(),
            ours.created(),
            ours.changes());

    SyncPlan plan = withB().namespace("shop", OPTED_IN, Optional.of(binary)).plan();

    assertThat(onlyWrite(plan).surplus()).containsExactly("root-cert.pem");
  }

  @Test
  void tamperingIsPutBackAndForeignKeysAreTakenOut() {
    SyncPlan plan =
        withB()
            .namespace("shop", OPTED_IN, ours(Map.of("root-cert.pem", "evil", "foreign", "x")))
            .plan();

    assertThat(onlyWrite(plan).surplus()).containsExactly("foreign");
    assertThat(onlyWrite(plan).content().data().get("root-cert.pem")).contains(LOCAL_CA.pem());
    assertThat(onlyNamespace(plan).main().presence()).isEqualTo(Presence.PRESENT);
  }

  @Test
  void anImmutableConfigMapIsReplaced() {
    SyncPlan plan =
        withB()
            .namespace(
                "shop",
                OPTED_IN,
                Optional.of(existing(Map.of(), Owner.ROOTBRIDGE, Mutability.IMMUTABLE)))
            .plan();

    assertThat(onlyWrite(plan).present()).contains(new Seen("uid-7", "7", Mutability.IMMUTABLE));
  }

  @Test
  void someoneElsesConfigMapIsAConflictAndIsNotTouched() {
    ExistingTarget foreign =
        existing(Map.of("root-cert.pem", "x"), Owner.SOMEONE_ELSE, Mutability.MUTABLE);
    SyncPlan plan = withB().namespace("shop", OPTED_IN, Optional.of(foreign)).plan();
    SyncPlan unlabelled = withB().namespace("shop", Map.of(), Optional.of(foreign)).plan();

    assertThat(plan.home().actions()).isEmpty();
    assertThat(unlabelled.home().actions()).isEmpty();
    assertThat(onlyNamespace(plan).main().presence()).isEqualTo(Presence.ABSENT);
    assertThat(condition(plan, Condition.Type.PUBLISHED).message())
        .isEqualTo(
            "shop: ConfigMap shop/rootbridge-trust is not Rootbridge's: rename or delete it");
  }

  @Test
  void aNamespaceThatIsGoingAwayIsLeftAlone() {
    assertThat(withB().terminating("shop").plan().home().actions()).isEmpty();
  }

  @Test
  void aFailedWriteIsTriedAgainAndNamed() {
    SyncPlan plan =
        withB().namespace("shop").failure("shop", "can't be written: quota exceeded").plan();

    assertThat(plan.home().actions()).hasSize(1);
    assertThat(condition(plan, Condition.Type.PUBLISHED))
        .isEqualTo(
            new Condition(
                Condition.Type.PUBLISHED,
                Condition.Status.FALSE,
                "WriteFailed",
                "shop: can't be written: quota exceeded"));
  }

  @Test
  void theOldestOwnsATrustDomain() {
    SyncPlan plan =
        withB().domain("again", "cluster-b.example", read(C.anchor())).namespace("shop").plan();

    SyncPlan.Domain again = plan.domains().get(1);
    assertThat(again.condition(Condition.Type.ACCEPTED).orElseThrow())
        .isEqualTo(
            new Condition(
                Condition.Type.ACCEPTED,
                Condition.Status.FALSE,
                "TrustDomainTaken",
                "FederatedTrustDomain cluster-b already owns cluster-b.example: delete one of the"
                    + " two"));
    assertThat(again.condition(Condition.Type.PUBLISHED).orElseThrow().reason())
        .isEqualTo("TrustDomainTaken");
    assertThat(onlyWrite(plan).content().data().get("root-cert.pem"))
        .doesNotContain(C.anchor().fingerprint().hex());
  }

  @Test
  void theLocalTrustDomainIsNotFederated() {
    SyncPlan plan =
        new TestWorld()
            .domain("self", "cluster-a.example", read(B.anchor()))
            .namespace("shop")
            .plan();

    assertThat(plan.home().actions()).isEmpty();
    assertThat(condition(plan, Condition.Type.ACCEPTED).reason()).isEqualTo("LocalTrustDomain");
  }

  @Test
  void aRefusedDomainKeepsWhatIsKnownOfItsAnchors() {
    World world = withB().namespace("shop").world();
    SyncPlan plan = SyncPlanner.plan(world);
    World after = TestWorld.after(world, plan, Map.of("cluster-b", read(B.anchor())));
    World.Local local = world.home().local();

    SyncPlan mistyped =
        SyncPlanner.plan(
            new World(
                new World.Cluster(
                    new World.Local(
                        new TrustDomain("cluster-b.example"),
                        local.source(),
                        local.reading(),
                        local.before(),
                        local.rotation(),
                        local.istiod()),
                    after.home().namespaces(),
                    Optional.empty(),
                    Map.of(),
                    Map.of()),
                List.of(),
                after.domains(),
                after.hazards(),
                after.discovered(),
                after.policy(),
                after.now()));

    assertThat(onlyDomain(mistyped).tracked()).isEqualTo(onlyDomain(plan).tracked());
    assertThat(onlyDomain(mistyped).anchors().get(0).publication())
        .isEqualTo(Publication.NOT_PUBLISHED);
  }

  @Test
  void aLocalRootThatWouldBeTooWeakForARemoteOneIsPublishedAllTheSame() {
    TestCertificate weak = TestCertificate.ca("O=Weak").key(TestKey.RSA1024).mint();
    SyncPlan plan = withB().localRoot(read(weak.anchor())).namespace("shop").plan();

    assertThat(onlyWrite(plan).content().data().get("root-cert.pem")).contains(weak.pem());
  }

  @Test
  void aRootSharedWithTheLocalOneIsRefusedByName() {
    SyncPlan plan =
        new TestWorld()
            .domain("cluster-b", "cluster-b.example", read(LOCAL_CA.anchor()))
            .namespace("shop")
            .plan();

    assertThat(condition(plan, Condition.Type.PUBLISHED).reason()).isEqualTo("SharedWithLocalRoot");
    assertThat(onlyWrite(plan).content().data()).doesNotContainKey("domain.cluster-b.example.pem");
  }

  @Test
  void anUnconstrainedDomainIsSaidAloud() {
    SyncPlan plan =
        new TestWorld()
            .domain("cluster-b", "cluster-b.example", read(B.anchor()), EVERYWHERE, UNCONSTRAINED)
            .namespace("shop")
            .plan();

    assertThat(condition(plan, Condition.Type.CONSTRAINED).status())
        .isEqualTo(Condition.Status.FALSE);
    assertThat(condition(plan, Condition.Type.CONSTRAINED).message())
        .contains("may vouch for any identity, this cluster's own included");
    assertThat(onlyDomain(plan).anchors().get(0).publication())
        .isEqualTo(Publication.UNCONSTRAINED);
    assertThat(onlyWrite(plan).content().data().get("root-cert.pem")).contains(B.pem());
  }

  private static Action.Write onlyWrite(SyncPlan plan) {
    assertThat(plan.home().actions()).singleElement().isInstanceOf(Action.Write.class);
    return (Action.Write) plan.home().actions().get(0);
  }

  private static SyncPlan.Domain onlyDomain(SyncPlan plan) {
    assertThat(plan.domains()).hasSize(1);
    return plan.domains().get(0);
  }

  private static SyncPlan.Namespace onlyNamespace(SyncPlan plan) {
    assertThat(plan.home().namespaces()).hasSize(1);
    return plan.home().namespaces().get(0);
  }

  private static Condition condition(SyncPlan plan, Condition.Type type) {
    return plan.domains().get(0).condition(type).orElseThrow();
  }
}
