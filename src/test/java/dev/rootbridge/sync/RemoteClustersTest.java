package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.LOCAL_CA;
import static dev.rootbridge.sync.TestWorld.failed;
import static dev.rootbridge.sync.TestWorld.read;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the pods of a remote cluster get, and by which root. */
class RemoteClustersTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate OWN = TestCertificate.root("O=Own");
  private static final TestCertificate NEXT = TestCertificate.root("O=Local next");

  private final TestWorld world =
      new TestWorld().domain("cluster-b", "cluster-b.example", read(B.anchor()));

  @Test
  void aRemoteClusterThatHasThePrimarysRootGetsThePrimarysBundle() {
    SyncPlan plan = world.namespace("shop").remote("west", read(LOCAL_CA.anchor())).plan();

    assertThat(root(plan).reason()).isEqualTo("SharedRoot");
    assertThat(root(plan).message())
        .isEqualTo("the root of west has a root of the primary's: no federation needed with it");
    assertThat(bundle(west(plan))).isEqualTo(bundle(plan.home()));
    assertThat(west(plan).actions())
        .extracting(Action::target)
        .containsExactly(new TargetKey("west-shop", "rootbridge-trust"));
  }

  @Test
  void whileThePrimarysRootRotatesTheRootThatIsGoingStaysForTheRemoteToo() {
    TrackedAnchor going =
        new TrackedAnchor(
            LOCAL_CA.anchor(),
            AnchorState.RETIRING,
            NOW,
            Optional.of(NOW.plus(Duration.ofHours(3))),
            "");

    SyncPlan plan =
        world
            .localRoot(read(NEXT.anchor()))
            .localBefore(going)
            .remote("west", read(NEXT.anchor()))
            .plan();

    assertThat(west(plan).local().anchors()).isEqualTo(plan.home().local().anchors()).hasSize(2);
    assertThat(bundle(west(plan))).contains(LOCAL_CA.pem(), NEXT.pem());
  }

  @Test
  void aRootThatIstiodPublishedThereFirstIsNotLeftOut() {
    SyncPlan plan = world.remote("west", read(LOCAL_CA.anchor(), NEXT.anchor())).plan();

    assertThat(root(plan).reason()).isEqualTo("SharedRoot");
    assertThat(bundle(west(plan))).contains(LOCAL_CA.pem(), NEXT.pem());
  }

  @Test
  void aRemoteClusterWithARootOfItsOwnGetsThatAndNotThePrimarys() {
    SyncPlan plan = world.remote("west", read(OWN.anchor())).plan();

    assertThat(root(plan).reason()).isEqualTo("Read");
    assertThat(bundle(west(plan)))
        .contains(OWN.pem(), "# cluster-b.example")
        .doesNotContain(LOCAL_CA.pem());
  }

  @Test
  void itsOwnRootRotatesWithAMemoryOfItsOwn() {
    SyncPlan first = world.remote("west", read(OWN.anchor())).plan();

    SyncPlan then =
        new TestWorld()
            .remote(
                "west",
                read(NEXT.anchor()),
                west(first).local().anchors().toArray(TrackedAnchor[]::new))
            .plan();

    assertThat(west(then).local().anchors())
        .extracting(TrackedAnchor::anchor, TrackedAnchor::state)
        .containsExactlyInAnyOrder(
            tuple(OWN.anchor(), AnchorState.RETIRING), tuple(NEXT.anchor(), AnchorState.ACTIVE));
  }

  @Test
  void planningAgainFromWhatWasPlannedChangesNothing() {
    SyncPlan first = world.remote("west", read(LOCAL_CA.anchor(), NEXT.anchor())).plan();
    TrackedAnchor[] known = west(first).local().anchors().toArray(TrackedAnchor[]::new);

    SyncPlan again =
        new TestWorld().remote("west", read(LOCAL_CA.anchor(), NEXT.anchor()), known).plan();

    assertThat(west(again).local().anchors()).containsExactly(known);
  }

  @Test
  void aRootThatCanNotBeReadIsTheOneThatItWas() {
    SyncPlan first = world.remote("west", read(LOCAL_CA.anchor())).plan();

    SyncPlan then =
        world
            .remote(
                "east",
                failed(Failure.UNREACHABLE),
                west(first).local().anchors().toArray(TrackedAnchor[]::new))
            .plan();

    assertThat(then.remotes().get(1).root().reason()).isEqualTo("Unreachable");
    assertThat(bundle(then.remoteClusters().get("east"))).contains(LOCAL_CA.pem());
  }

  @Test
  void withoutAnyRootNothingIsWritten() {
    SyncPlan plan = world.remote("west", failed(Failure.NOT_FOUND)).plan();

    assertThat(west(plan).actions()).isEmpty();
    assertThat(west(plan).namespaces())
        .singleElement()
        .returns(SyncPlan.TargetState.WAITING, SyncPlan.Namespace::state);
  }

  @Test
  void aRemoteClusterThatCanNotBeSeenHoldsUpNobody() {
    SyncPlan plan =
        world
            .namespace("shop")
            .unseenRemote("east", Failure.UNREACHABLE)
            .remote("west", read(LOCAL_CA.anchor()))
            .plan();

    assertThat(plan.home().actions()).hasSize(1);
    assertThat(west(plan).actions()).hasSize(1);
    assertThat(plan.remotes().get(0).cluster()).isEmpty();
    assertThat(plan.remotes().get(0).root().message()).isEqualTo("cluster east can't be seen");
  }

  @Test
  void itsNamespacesAreCountedWithTheOthers() {
    SyncPlan plan = world.namespace("shop").remote("west", read(LOCAL_CA.anchor())).plan();

    assertThat(plan.domains())
        .singleElement()
        .returns(new SyncPlan.Counts(2, 0), SyncPlan.Domain::namespaces);
  }

  @Test
  void discoveredSecretsAreListedWithWhoUsesThem() {
    DiscoveredSecret east = new DiscoveredSecret("istio-system", "east", Optional.of("east"));
    DiscoveredSecret west = new DiscoveredSecret("istio-system", "access-west", Optional.empty());

    SyncPlan plan = world.remote("west", read(LOCAL_CA.anchor())).discovered(east, west).plan();

    assertThat(plan.discovery().orElseThrow().entries())
        .containsExactly(
            new Discovery.Entry(west, List.of(), List.of("west")),
            new Discovery.Entry(east, List.of(), List.of()));
    assertThat(plan.discovery().orElseThrow().entries().get(1).isUnused()).isTrue();
    assertThat(plan.remotes()).hasSize(1);
  }

  private static Condition root(SyncPlan plan) {
    return plan.remotes().get(0).root();
  }

  private static SyncPlan.Cluster west(SyncPlan plan) {
    return plan.remoteClusters().get("west");
  }

  private static String bundle(SyncPlan.Cluster cluster) {
    return cluster.actions().stream()
        .map(Action.Write.class::cast)
        .map(Action.Write::content)
        .map(TargetContent::data)
        .map((Map<String, String> data) -> data.get("root-cert.pem"))
        .findFirst()
        .orElseThrow();
  }
}
