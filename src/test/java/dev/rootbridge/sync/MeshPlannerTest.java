package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestMesh.ALIAS;
import static dev.rootbridge.sync.TestMesh.DISTINCT;
import static dev.rootbridge.sync.TestMesh.NAMED;
import static dev.rootbridge.sync.TestMesh.OURS;
import static dev.rootbridge.sync.TestWorld.failed;
import static dev.rootbridge.sync.TestWorld.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.mesh.MeshTrust;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which fragment of mesh config is published for istiod, and when. */
class MeshPlannerTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=Some");
  private static final TestCertificate OTHER = TestCertificate.root("O=Other");

  @Test
  void distinctListsTheDomainWithoutACertificate() {
    assertThat(text(TestMesh.usual(Acceptance.DISTINCT))).isEqualTo(DISTINCT);
  }

  @Test
  void aliasMakesItAnotherNameOfThisMesh() {
    assertThat(text(TestMesh.usual(Acceptance.ALIAS))).isEqualTo(ALIAS);
  }

  @Test
  void noneWritesNothing() {
    assertThat(TestMesh.usual(Acceptance.NONE).action()).isEmpty();
  }

  @Test
  void allDomainsAreInOneFragmentWhateverTheirAcceptance() {
    TestMesh mesh =
        TestMesh.in(
            new TestWorld()
                .domain("z", "z.example", read(ROOT.anchor()))
                .acceptance(Acceptance.ALIAS)
                .domain("c", "c.example", read(OTHER.anchor()))
                .acceptance(Acceptance.NONE)
                .domain("n", "n.example", read(TestCertificate.root("O=N").anchor()))
                .acceptance(Acceptance.DISTINCT)
                .domain("b", "b.example", read(TestCertificate.root("O=B").anchor())));
    assertThat(text(mesh))
        .isEqualTo(
            """
            caCertificates:
            - trustDomains:
              - b.example
              - z.example
            trustDomainAliases:
            - c.example
            """);
  }

  @Test
  void whatIsInPlaceIsNotWritten() {
    assertThat(TestMesh.usual(Acceptance.DISTINCT).published(DISTINCT).action()).isEmpty();
  }

  @Test
  void whatWasTamperedWithIsPutBackOverWhatWasSeen() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT)
            .published(Map.of("mesh", ALIAS, "more", "of it"), Owner.ROOTBRIDGE);
    assertThat(mesh.action())
        .contains(
            new Action.Write(
                OURS,
                TargetContent.of(Map.of("mesh", DISTINCT)),
                Set.of("more"),
                ContentChanges.NONE,
                Optional.of(new SyncPlan.Seen("uid-7", "7", Mutability.MUTABLE))));
  }

  @Test
  void someoneElsesIsNotTouched() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT).published(Map.of("mesh", "{}"), Owner.SOMEONE_ELSE);
    assertThat(mesh.action()).isEmpty();
    assertThat(mesh.notPublishing().action()).isEmpty();
  }

  @Test
  void whereNobodyIsToBeAcceptedAnyMoreItIsRemoved() {
    Action removal = new Action.Delete(OURS, new SyncPlan.Seen("uid-7", "7", Mutability.MUTABLE));
    assertThat(TestMesh.usual(Acceptance.NONE).published(DISTINCT).action()).contains(removal);
    assertThat(TestMesh.usual(Acceptance.DISTINCT).notPublishing().published(DISTINCT).action())
        .contains(removal);
    assertThat(TestMesh.in(new TestWorld()).published(DISTINCT).action()).contains(removal);
  }

  @Test
  void aSourceThatFailsTakesNoDomainOutWhoseAnchorsAreTrusted() {
    TestMesh mesh =
        TestMesh.in(
            new TestWorld()
                .domainBefore(
                    RotationHistory.of(
                        List.of(
                            new TrackedAnchor(
                                ROOT.anchor(),
                                AnchorState.ACTIVE,
                                TestCertificate.NOW,
                                Optional.empty(),
                                ""))))
                .domain("b", "cluster-b.example", failed(Failure.UNREACHABLE)));
    assertThat(text(mesh)).isEqualTo(DISTINCT);
  }

  @Test
  void aDomainWithoutATrustedAnchorIsNotLetIn() {
    TestMesh mesh =
        TestMesh.in(new TestWorld().domain("b", "cluster-b.example", failed(Failure.UNREACHABLE)));
    assertThat(mesh.action()).isEmpty();
    assertThat(mesh.accepted().reason()).isEqualTo("NothingTrusted");
  }

  @Test
  void aDomainWhoseConstraintIsVoidIsNotLetIn() {
    TestMesh mesh =
        TestMesh.in(
            new TestWorld()
                .hazards(
                    new Hazards(
                        List.of(),
                        List.of(
                            new Hazards.MeshConfig(
                                "the mesh config",
                                new MeshTrust(
                                    List.of(new MeshTrust.Root("caCertificates", ROOT.anchor())),
                                    List.of()))),
                        List.of()))
                .domain("b", "cluster-b.example", read(ROOT.anchor())));
    assertThat(mesh.action()).isEmpty();
    assertThat(mesh.accepted().reason()).isEqualTo("NothingTrusted");
  }

  @Test
  void aDomainThatIsNotFederatedIsNeitherLetInNorToldAbout() {
    SyncPlan plan =
        TestMesh.in(new TestWorld().domain("a", "cluster-a.example", read(ROOT.anchor()))).plan();
    assertThat(plan.home().actions()).isEmpty();
    assertThat(plan.domains().get(0).condition(Condition.Type.ACCEPTED_BY_MESH)).isEmpty();
    assertThat(plan.domains().get(0).condition(Condition.Type.CALLABLE)).isEmpty();
  }

  @Test
  void whileWeMayBeWrongAboutWhichMeshThisIsNothingIsChanged() {
    TestMesh mesh =
        TestMesh.usual(Acceptance.DISTINCT).config("istio", "trustDomain: elsewhere.example\n");
    assertThat(mesh.action()).isEmpty();
    assertThat(mesh.published(ALIAS).action()).isEmpty();
    assertThat(mesh.notPublishing().action()).isEmpty();
  }

  /** What somebody takes out by hand stays out. */
  @Test
  void norIsADomainTakenOutThenThatIsNoLongerFederatedOrTrusted() {
    for (TestWorld world :
        List.of(
            new TestWorld(),
            new TestWorld().domain("b", "cluster-b.example", failed(Failure.UNREACHABLE)))) {
      TestMesh mesh =
          TestMesh.in(world)
              .config("istio", "trustDomain: elsewhere.example\n")
              .published(DISTINCT);
      assertThat(mesh.action()).isEmpty();
    }
    assertThat(
            TestMesh.usual(Acceptance.DISTINCT)
                .config("istio", "trustDomain: elsewhere.example\n")
                .published("caCertificates: []\n")
                .action())
        .isEmpty();
  }

  @Test
  void whereWhatWasPublishedIsNotKnownThePlanStaysAsItIs() {
    SyncPlan plan = new TestWorld().domain("b", "b.example", read(ROOT.anchor())).plan();
    MeshFacts facts =
        new MeshFacts(
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            new IstiodView.Seen(List.of()));
    assertThat(MeshPlanner.extend(plan, facts, Map.of())).isSameAs(plan);
  }

  @Test
  void whatConcernsBundlesStaysAsItIs() {
    TestWorld world =
        new TestWorld().domain("b", "cluster-b.example", read(ROOT.anchor())).namespace("shop");
    SyncPlan bundles = world.plan();
    SyncPlan plan = TestMesh.in(world).config("istio", NAMED).plan();
    assertThat(plan.home().actions()).startsWith(bundles.home().actions().toArray(Action[]::new));
    assertThat(plan.home().namespaces()).isEqualTo(bundles.home().namespaces());
    assertThat(plan.domains().get(0).conditions())
        .startsWith(bundles.domains().get(0).conditions().toArray(Condition[]::new))
        .hasSize(bundles.domains().get(0).conditions().size() + 2);
  }

  private static String text(TestMesh mesh) {
    Action.Write write = (Action.Write) mesh.action().orElseThrow();
    assertThat(write.content().data()).containsOnlyKeys("mesh");
    return write.content().data().get("mesh");
  }
}
