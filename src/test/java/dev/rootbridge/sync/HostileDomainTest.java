package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one federated domain can do to the others by what its source says. */
class HostileDomainTest {

  private static final Anchor LOCAL = TestCertificate.root("O=Local").anchor();
  private static final Anchor B = TestCertificate.root("O=B").anchor();
  private static final Anchor C = TestCertificate.root("O=C").anchor();

  @Test
  void whoShowsAnothersRootGetsItsOwnConflictAndNothingElse() {
    World world =
        world().domain("b", "b.example", read(B)).domain("c", "c.example", read(C)).world();
    SyncPlan before = SyncPlanner.plan(world);

    SyncPlan plan =
        SyncPlanner.plan(TestWorld.after(world, before, Map.of("b", read(B), "c", read(C, B))));

    assertThat(plan.home().actions()).isEmpty();
    assertThat(condition(plan, "b", Condition.Type.PUBLISHED).reason()).isEqualTo("Published");
    assertThat(condition(plan, "c", Condition.Type.PUBLISHED).message())
        .contains("its public key belongs to b.example");
  }

  @Test
  void aDomainTooLargeForABundleIsLeftOutAloneSoThatOthersCanBeDistrusted() {
    Anchor[] many =
        IntStream.range(0, 400)
            .mapToObj(number -> TestCertificate.root("CN=" + number + ",O=" + "x".repeat(600)))
            .map(TestCertificate::anchor)
            .toArray(Anchor[]::new);

    SyncPlan plan =
        world().domain("b", "b.example", read(B)).domain("c", "c.example", read(many)).plan();

    Action.Write write = (Action.Write) plan.home().actions().get(0);
    assertThat(write.content().data())
        .containsOnlyKeys("root-cert.pem", "domain.cluster-a.example.pem", "domain.b.example.pem");
    assertThat(condition(plan, "b", Condition.Type.PUBLISHED).reason()).isEqualTo("Publishing");
    assertThat(condition(plan, "c", Condition.Type.PUBLISHED))
        .isEqualTo(
            Condition.fails(
                Condition.Type.PUBLISHED,
                "BundleTooLarge",
                "the bundles of shop would be larger than a ConfigMap may be, most of them for this"
                    + " domain: let its source have fewer roots, or the namespaces fewer domains"));
  }

  @Test
  void rootsThatTheStatusCannotKeepAreNotAddedButThoseBeforeStay() {
    SyncPlan plan =
        world()
            .domainBefore(
                RotationHistory.of(
                    List.of(
                        new TrackedAnchor(
                            B, AnchorState.ACTIVE, TestCertificate.NOW, Optional.empty(), ""))))
            .domain("b", "b.example", read(B, C))
            .unrecorded(B)
            .plan();

    Action.Write write = (Action.Write) plan.home().actions().get(0);
    assertThat(write.content().data().get("domain.b.example.pem"))
        .contains(B.fingerprint().hex())
        .doesNotContain(C.fingerprint().hex());
    assertThat(condition(plan, "b", Condition.Type.PUBLISHED))
        .satisfies(
            published -> {
              assertThat(published.status()).isEqualTo(Condition.Status.FALSE);
              assertThat(published.reason()).isEqualTo("StatusNotWritten");
              assertThat(published.message()).endsWith("the API server answered 500");
            });
    assertThat(
            plan.domains().get(0).anchors().stream()
                .filter(anchor -> anchor.tracked().anchor().equals(C))
                .map(SyncPlan.AnchorStatus::publication))
        .containsExactly(SyncPlan.Publication.NOT_PUBLISHED);
  }

  @Test
  void aSourceThatChangesItsRootsTooOftenIsNamed() {
    World world = world().domain("b", "b.example", read(B)).world();
    for (int round = 0; round < 202; round++) {
      SourceReading next = read(TestCertificate.root("CN=" + round).anchor());
      world = TestWorld.after(world, SyncPlanner.plan(world), Map.of("b", next));
    }

    assertThat(condition(SyncPlanner.plan(world), "b", Condition.Type.SOURCE_REACHABLE))
        .satisfies(
            reachable -> {
              assertThat(reachable.status()).isEqualTo(Condition.Status.FALSE);
              assertThat(reachable.reason()).isEqualTo("TooManyRoots");
            });
  }

  private static TestWorld world() {
    return new TestWorld().localRoot(read(LOCAL)).namespace("shop");
  }

  private static Condition condition(SyncPlan plan, String domain, Condition.Type type) {
    return plan.domains().stream()
        .filter(found -> found.trust().name().equals(domain))
        .map(found -> found.condition(type))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }
}
