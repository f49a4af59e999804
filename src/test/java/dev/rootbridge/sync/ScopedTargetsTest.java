package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.OPTED_IN;
import static dev.rootbridge.sync.TestWorld.existing;
import static dev.rootbridge.sync.TestWorld.read;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Reason;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Presence;
import dev.rootbridge.sync.SyncPlan.ScopeRoom;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which ConfigMaps a namespace has for workloads that narrow whom they trust. */
class ScopedTargetsTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate C = TestCertificate.root("O=C");
  private static final TestCertificate D = TestCertificate.root("O=D");
  private static final SortedSet<TrustDomain> ALL = domains("b.example", "c.example", "d.example");
  private static final String MAIN = "rootbridge-trust";
  private static final String ONLY_B = name("b.example");
  private static final String ONLY_C = name("c.example");
  private static final String B_AND_C = name("b.example", "c.example");
  private static final ExistingTarget OURS =
      existing(Map.of("root-cert.pem", "old"), Owner.ROOTBRIDGE, Mutability.MUTABLE);
  private static final NamespaceSelector PAYMENTS =
      new NamespaceSelector(Map.of("team", "payments"), List.of());

  private static TestWorld world() {
    return new TestWorld()
        .domain("b", "b.example", read(B.anchor()))
        .domain("c", "c.example", read(C.anchor()))
        .domain("d", "d.example", read(D.anchor()));
  }

  /** As {@link #world}, but C and D may be trusted by no namespace without the right label. */
  private static TestWorld worldWhereMostWasWithdrawn() {
    return new TestWorld()
        .domain("b", "b.example", read(B.anchor()))
        .domain("c", "c.example", read(C.anchor()), PAYMENTS, Constraint.DEFAULT)
        .domain("d", "d.example", read(D.anchor()), PAYMENTS, Constraint.DEFAULT);
  }

  @Test
  void aTemplateThatNamesAScopeGetsItsBundleBeforeItsFirstPod() {
    SyncPlan plan = world().namespace("shop").wishes("c.example").plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN, ONLY_C);
    assertThat(writes(plan).get(ONLY_C).content().data())
        .containsOnlyKeys("root-cert.pem", "domain.cluster-a.example.pem", "domain.c.example.pem");
  }

  @Test
  void theSpellingOfAScopeDoesNotMatter() {
    SyncPlan plan =
        world()
            .namespace("shop")
            .wishes("b.example,c.example", " C.example , b.EXAMPLE,b.example")
            .pods(pod("c.example,b.example"))
            .plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN, B_AND_C);
  }

  @Test
  void allNoneAndUnknownNamesNeedNoBundleOfTheirOwn() {
    SyncPlan plan =
        world()
            .namespace("shop")
            .wishes("*", "none", "", "nowhere.example", "b.example,c.example,d.example")
            .plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN);
  }

  @Test
  void aNamespaceThatIsNotOptedInGetsNoScopeEither() {
    SyncPlan plan = world().namespace("shop", Map.of(), Map.of()).wishes("b.example").plan();

    assertThat(plan.home().actions()).isEmpty();
  }

  @Test
  void aScopeHoldsOnlyWhatTheNamespaceMayTrust() {
    SyncPlan plan =
        worldWhereMostWasWithdrawn()
            .domain("e", "e.example", read(TestCertificate.root("O=E").anchor()))
            .namespace("shop")
            .wishes("b.example,c.example")
            .plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN, ONLY_B);
    assertThat(writes(plan).get(ONLY_B).content().data()).doesNotContainKey("domain.c.example.pem");
  }

  @Test
  void aBundleThatPodsMountShrinksToWhatTheyMayStillTrust() {
    SyncPlan plan =
        worldWhereMostWasWithdrawn()
            .namespace("shop", OPTED_IN, Map.of(B_AND_C, OURS))
            .pods(pod("b.example,c.example", B_AND_C))
            .plan();

    // All that is left of the scope is all that the namespace may trust.
    assertThat(writes(plan)).containsOnlyKeys(MAIN, B_AND_C);
    assertThat(domainsIn(writes(plan).get(B_AND_C))).containsExactly("b.example");
  }

  @Test
  void aBundleThatPodsOfSeveralScopesMountHoldsWhatAllOfThemMayTrust() {
    SyncPlan plan =
        world()
            .namespace("shop", OPTED_IN, Map.of("rootbridge-trust-0123456789abcdef", OURS))
            .pods(
                pod("b.example,c.example", "rootbridge-trust-0123456789abcdef"),
                pod("c.example,d.example", "rootbridge-trust-0123456789abcdef"))
            .plan();

    assertThat(domainsIn(writes(plan).get("rootbridge-trust-0123456789abcdef")))
        .containsExactly("c.example");
  }

  @Test
  void aNamespaceThatLeavesKeepsTheLocalRootsForPodsThatMountItsBundles() {
    TestWorld world =
        world()
            .namespace("shop", Map.of(), Map.of(MAIN, OURS, ONLY_B, OURS, ONLY_C, OURS))
            .pods(
                TestWorld.pod("a", Optional.empty(), new PodTrust.Patched(MAIN)),
                pod("b.example", ONLY_B))
            .unneeded(ONLY_C, NOW.minus(Duration.ofDays(1)));
    SyncPlan plan = world.plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN, ONLY_B);
    assertThat(domainsIn(writes(plan).get(MAIN))).isEmpty();
    assertThat(domainsIn(writes(plan).get(ONLY_B))).isEmpty();
    assertThat(deleted(plan)).containsExactly(ONLY_C);
    assertThat(plan.home().namespaces()).isEmpty();
  }

  @Test
  void theBundleOfANamespaceThatLeftGoesWithTheLastPod() {
    SyncPlan plan = world().namespace("shop", Map.of(), Map.of(MAIN, OURS)).plan();

    assertThat(plan.home().actions())
        .containsExactly(
            new Action.Delete(
                new TargetKey("shop", MAIN), new Seen("uid-7", "7", Mutability.MUTABLE)));
  }

  @Test
  void aNameThatAPodMadeUpGetsNoConfigMap() {
    SyncPlan plan =
        world()
            .namespace("shop")
            .pods(
                TestWorld.startedPod(
                    "runs",
                    Optional.of("b.example"),
                    new PodTrust.Patched("rootbridge-trust-0000000000000000")),
                pod("b.example", "rootbridge-trust-of-mine"),
                pod("b.example", "extra"))
            .plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN, ONLY_B);
  }

  @Test
  void aPodThatWaitsForABundleThatIsNoLongerWantedGetsWhatIsLeft() {
    SyncPlan narrowed =
        world()
            .namespace("shop")
            .pods(pod("b.example", "rootbridge-trust-0000000000000000"))
            .plan();
    assertThat(domainsIn(writes(narrowed).get("rootbridge-trust-0000000000000000")))
        .containsExactly("b.example");

    SyncPlan optedOut =
        world().namespace("shop", Map.of(), Map.of()).pods(pod("b.example", ONLY_B)).plan();
    assertThat(writes(optedOut)).containsOnlyKeys(ONLY_B);
    assertThat(domainsIn(writes(optedOut).get(ONLY_B))).isEmpty();
  }

  @Test
  void aNamespaceFullOfPodsThatWaitGetsNoMoreConfigMapsThanScopes() {
    SyncPlan plan =
        world()
            .policy(new TargetPolicy(2, Duration.ofMinutes(10)))
            .namespace("shop", Map.of(), Map.of())
            .pods(
                pod("none", "rootbridge-trust-0000000000000000"),
                pod("none", "rootbridge-trust-0000000000000001"),
                pod("none", "rootbridge-trust-0000000000000002"))
            .plan();

    assertThat(writes(plan)).hasSize(2);
  }

  @Test
  void aScopeThatNobodyNeedsStaysForAWhile() {
    TestWorld world = world().namespace("shop", OPTED_IN, Map.of(ONLY_B, OURS));

    SyncPlan first = world.plan();
    assertThat(deleted(first)).isEmpty();
    assertThat(first.home().unneeded()).containsOnly(Map.entry(key(ONLY_B), NOW));

    SyncPlan inTime = world.unneeded(ONLY_B, NOW.minus(Duration.ofMinutes(9))).plan();
    assertThat(deleted(inTime)).isEmpty();
    assertThat(inTime.home().unneeded())
        .containsOnly(Map.entry(key(ONLY_B), NOW.minus(Duration.ofMinutes(9))));

    SyncPlan late = world.unneeded(ONLY_B, NOW.minus(Duration.ofMinutes(10))).plan();
    assertThat(deleted(late)).containsExactly(ONLY_B);
  }

  @Test
  void aScopeThatComesBackInTimeStartsAfresh() {
    SyncPlan plan =
        world()
            .namespace("shop", OPTED_IN, Map.of(ONLY_B, OURS))
            .wishes("b.example")
            .unneeded(ONLY_B, NOW.minus(Duration.ofMinutes(9)))
            .plan();

    assertThat(plan.home().unneeded()).isEmpty();
    assertThat(deleted(plan)).isEmpty();
  }

  @Test
  void overTheLimitScopesInUseStayAndANewOneGetsNone() {
    SyncPlan plan =
        world()
            .policy(new TargetPolicy(1, Duration.ofMinutes(10)))
            .namespace("shop", OPTED_IN, Map.of(B_AND_C, OURS))
            .wishes("b.example", "b.example,c.example", "c.example")
            .plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN, B_AND_C);
    SyncPlan.Namespace namespace = plan.home().namespaces().get(0);
    assertThat(namespace.room()).isEqualTo(ScopeRoom.FULL);
    assertThat(namespace.scoped())
        .filteredOn(target -> target.state() == TargetState.OVER_LIMIT)
        .extracting(SyncPlan.Target::name)
        .containsExactlyInAnyOrder(ONLY_B, ONLY_C);
    assertThat(namespace.scoped().get(1).message())
        .isEqualTo(
            "ConfigMap shop/"
                + namespace.scoped().get(1).name()
                + " would be one scope too many: a namespace may have 1; let its workloads share"
                + " scopes, or raise rootbridge.sync.max-scopes");
  }

  @Test
  void aPodThatWaitsForAScopeOverTheLimitGetsTheLocalRootsAlone() {
    SyncPlan plan =
        world()
            .policy(new TargetPolicy(1, Duration.ofMinutes(10)))
            .namespace("shop", OPTED_IN, Map.of(B_AND_C, OURS))
            .wishes("b.example,c.example")
            .pods(pod("b.example", ONLY_B))
            .plan();

    assertThat(domainsIn(writes(plan).get(ONLY_B))).isEmpty();
  }

  @Test
  void aFailedScopeIsToldApartFromTheOthers() {
    SyncPlan plan =
        world()
            .namespace("shop")
            .wishes("b.example")
            .failure("shop", "can't be written: quota exceeded")
            .plan();

    SyncPlan.Namespace namespace = plan.home().namespaces().get(0);
    assertThat(namespace.main().presence()).isEqualTo(Presence.ABSENT);
    assertThat(namespace.scoped().get(0).presence()).isEqualTo(Presence.EXPECTED);
    assertThat(namespace.state()).isEqualTo(TargetState.FAILED);
  }

  @Test
  void withoutAViewOfThePodsNothingThatTheyMayMountIsDeleted() {
    ExistingTarget ofB =
        existing(
            Map.of("root-cert.pem", "old", "domain.b.example.pem", "old"),
            Owner.ROOTBRIDGE,
            Mutability.MUTABLE);
    TestWorld world =
        worldWhereMostWasWithdrawn()
            .domain("e", "e.example", read(TestCertificate.root("O=E").anchor()))
            .podsUnknown("403")
            .namespace("shop", OPTED_IN, Map.of(MAIN, OURS, ONLY_B, ofB, ONLY_C, ofC()))
            .unneeded(ONLY_B, NOW.minus(Duration.ofDays(1)))
            .unneeded(ONLY_C, NOW.minus(Duration.ofDays(1)));
    SyncPlan plan = world.plan();

    assertThat(deleted(plan)).isEmpty();
    assertThat(writes(plan)).containsOnlyKeys(MAIN, ONLY_B, ONLY_C);
    assertThat(domainsIn(writes(plan).get(ONLY_B))).containsExactly("b.example");
    assertThat(domainsIn(writes(plan).get(ONLY_C))).as("which was withdrawn").isEmpty();
  }

  @Test
  void withoutAViewOfThePodsANamespaceThatLeavesKeepsItsLocalRoots() {
    SyncPlan plan =
        world()
            .podsUnknown("403")
            .namespace("shop", Map.of(), Map.of(MAIN, OURS, ONLY_C, ofC()))
            .plan();

    assertThat(deleted(plan)).isEmpty();
    assertThat(domainsIn(writes(plan).get(MAIN))).isEmpty();
    assertThat(domainsIn(writes(plan).get(ONLY_C))).isEmpty();
  }

  @Test
  void aPodThatCannotOrWillNotBePatchedAsksForNoScope() {
    SyncPlan plan =
        world()
            .namespace("shop")
            .pods(
                TestWorld.pod(
                    "unfit",
                    Optional.of("b.example"),
                    new PodTrust.Unfit(Reason.PROV_CERT, Optional.empty())),
                TestWorld.pod(
                    "out", Optional.of("c.example"), new PodTrust.OptedOut(Optional.empty())))
            .plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN);
  }

  @Test
  void aWriteNotesWhenTheContentChangedUnlessTheConfigMapIsNew() {
    ExistingTarget changed =
        new ExistingTarget(
            OURS.content(),
            OURS.keys(),
            OURS.binaryKeys(),
            OURS.owner(),
            OURS.mutability(),
            OURS.uid(),
            OURS.version(),
            OURS.created(),
            ContentChanges.NONE.and(NOW.minusSeconds(9)).and(NOW.minusSeconds(5)));
    ExistingTarget immutable =
        existing(Map.of("root-cert.pem", "old"), Owner.ROOTBRIDGE, Mutability.IMMUTABLE);
    SyncPlan plan =
        world()
            .namespace("shop", OPTED_IN, Map.of(MAIN, changed, ONLY_B, immutable))
            .wishes("b.example", "c.example")
            .plan();

    assertThat(writes(plan).get(MAIN).changes().times()).containsExactly(NOW, NOW.minusSeconds(5));
    assertThat(writes(plan).get(ONLY_B).changes()).isEqualTo(ContentChanges.NONE);
    assertThat(writes(plan).get(ONLY_C).changes()).isEqualTo(ContentChanges.NONE);
  }

  private static ExistingTarget ofC() {
    return existing(
        Map.of("root-cert.pem", "old", "domain.c.example.pem", "old"),
        Owner.ROOTBRIDGE,
        Mutability.MUTABLE);
  }

  @Test
  void anotherOnesConfigMapOfAScopesNameIsNotTouched() {
    ExistingTarget foreign = existing(Map.of("x", "y"), Owner.SOMEONE_ELSE, Mutability.MUTABLE);
    SyncPlan plan =
        world().namespace("shop", OPTED_IN, Map.of(ONLY_B, foreign)).wishes("b.example").plan();

    assertThat(writes(plan)).containsOnlyKeys(MAIN);
    assertThat(plan.home().namespaces().get(0).state()).isEqualTo(TargetState.PENDING);
    assertThat(plan.home().namespaces().get(0).scoped().get(0).state())
        .isEqualTo(TargetState.CONFLICT);
  }

  private static TargetKey key(String name) {
    return new TargetKey("shop", name);
  }

  private static World.Pod pod(String wish) {
    return TestWorld.pod("pod", Optional.of(wish), new PodTrust.Unpatched(Optional.empty()));
  }

  private static World.Pod pod(String wish, String mounts) {
    return TestWorld.pod("pod", Optional.of(wish), new PodTrust.Patched(mounts));
  }

  private static SortedSet<TrustDomain> domains(String... names) {
    return Arrays.stream(names)
        .map(TrustDomain::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(String... domains) {
    return new Scope(domains(domains)).configMapName(ALL);
  }

  private static Set<String> domainsIn(Action.Write write) {
    return write.content().data().keySet().stream()
        .filter(key -> key.startsWith("domain.") && !key.contains("cluster-a"))
        .map(key -> key.substring("domain.".length(), key.length() - ".pem".length()))
        .collect(Collectors.toSet());
  }

  private static Map<String, Action.Write> writes(SyncPlan plan) {
    return plan.home().actions().stream()
        .filter(Action.Write.class::isInstance)
        .map(Action.Write.class::cast)
        .collect(Collectors.toMap(write -> write.target().name(), write -> write));
  }

  private static List<String> deleted(SyncPlan plan) {
    return plan.home().actions().stream()
        .filter(Action.Delete.class::isInstance)
        .map(action -> action.target().name())
        .toList();
  }
}
