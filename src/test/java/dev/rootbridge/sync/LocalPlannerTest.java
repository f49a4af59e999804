package dev.rootbridge.sync;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rootbridge.sync.Condition.Status;
import dev.rootbridge.sync.IstiodReading.NotAsked;
import dev.rootbridge.sync.IstiodReading.NotYetRead;
import dev.rootbridge.sync.IstiodReading.Served;
import dev.rootbridge.sync.IstiodReading.Unreachable;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LocalPlannerTest {

  private static final String ADDRESS = "istiod.istio-system.svc:15012";
  private static final TestCertificate ROOT = TestCertificate.root("O=Local");
  private static final TestCertificate NEXT = TestCertificate.root("O=Local next");
  private static final Instant AFTER_OVERLAP = NOW.plus(Duration.ofHours(26));
  private static final IstiodReading UNREACHABLE =
      new Unreachable(ADDRESS, "ConnectException: Connection refused");

  @Test
  void isPublishedOnceIstiodIsSeenToServeUnderIt() {
    LocalPlanner.Outcome outcome = plan(LocalRoots.NONE, reads(ROOT), servedUnder(ROOT), NOW);

    assertThat(outcome.hold()).isEmpty();
    assertThat(outcome.local().roots().trusted()).containsExactly(ROOT.anchor());
    assertThat(outcome.local().roots().isPublished()).isTrue();
    assertThat(outcome.local().verification())
        .isEqualTo(
            new Condition(
                Condition.Type.LOCAL_ROOT_VERIFIED,
                Status.TRUE,
                "Verified",
                "istiod at istiod.istio-system.svc:15012 serves a certificate under a local root"));
  }

  @Test
  void aWrongOneIsNotPublished() {
    LocalPlanner.Outcome outcome = plan(LocalRoots.NONE, reads(NEXT), servedUnder(ROOT), NOW);

    assertThat(outcome.local().roots().isPublished()).isFalse();
    assertThat(outcome.local().verification().status()).isEqualTo(Status.FALSE);
    assertThat(outcome.local().verification().reason()).isEqualTo("LocalRootMismatch");
    assertThat(outcome.local().verification().message())
        .isEqualTo(
            "istiod at istiod.istio-system.svc:15012 serves a certificate that leads to no local"
                + " root: no path leads from the server's certificate to an anchor of the bundle:"
                + " none signed it or its intermediates; its issuer is called O=Local; nothing is"
                + " published, for it would cut this mesh's own mTLS: see that the mesh's root is"
                + " in ConfigMap a/b, key c, or, if istiod's certificate is of another CA than its"
                + " workloads', set rootbridge.local.verify-istiod to false");
    assertThat(outcome.hold().orElseThrow().type()).isEqualTo(Condition.Type.PUBLISHED);
    assertThat(outcome.hold().orElseThrow().reason()).isEqualTo("LocalRootMismatch");
  }

  @Test
  void aWrongOneIsForgottenWhenItsSourceHasTheRightOne() {
    LocalRoots wrong = roots(plan(LocalRoots.NONE, reads(NEXT), servedUnder(ROOT), NOW));

    LocalRoots right = roots(plan(wrong, reads(ROOT), servedUnder(ROOT), NOW));

    assertThat(right.trusted()).containsExactly(ROOT.anchor());
    assertThat(right.isPublished()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("silence")
  void withoutAnAnswerNothingIsPublishedYet(IstiodReading silence, String reason) {
    LocalPlanner.Outcome outcome = plan(LocalRoots.NONE, reads(ROOT), silence, NOW);

    assertThat(outcome.local().roots().isPublished()).isFalse();
    assertThat(outcome.hold().orElseThrow().status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.hold().orElseThrow().reason()).isEqualTo(reason);
    assertThat(outcome.hold().orElseThrow().message()).contains(ADDRESS);
  }

  static List<Arguments> silence() {
    return List.of(
        Arguments.of(UNREACHABLE, "IstiodUnreachable"),
        Arguments.of(new NotYetRead(ADDRESS), "NotYetRead"));
  }

  @Test
  void theCheckCanBeSwitchedOff() {
    LocalPlanner.Outcome outcome = plan(LocalRoots.NONE, reads(ROOT), new NotAsked(), NOW);

    assertThat(outcome.hold()).isEmpty();
    assertThat(outcome.local().roots().isPublished()).isTrue();
    assertThat(outcome.local().verification().status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.local().verification().reason()).isEqualTo("NotVerified");
  }

  @Test
  void withoutASourceThereIsNothingToVerify() {
    LocalPlanner.Outcome outcome =
        plan(LocalRoots.NONE, TestWorld.failed(Failure.NOT_FOUND), servedUnder(ROOT), NOW);

    assertThat(outcome.hold().orElseThrow().reason()).isEqualTo("LocalRootUnavailable");
    assertThat(outcome.local().source().reason()).isEqualTo("NotFound");
  }

  @Test
  void whatIsPublishedStaysThroughOutagesOfIstiod() {
    LocalRoots before = published(ROOT);

    LocalPlanner.Outcome outcome = plan(before, reads(ROOT), UNREACHABLE, NOW);

    assertThat(outcome.local().roots()).isEqualTo(before);
    assertThat(outcome.hold()).isEmpty();
    assertThat(outcome.local().verification().reason()).isEqualTo("IstiodUnreachable");
  }

  @Test
  void aLaterMismatchIsToldAndTakesNothingAway() {
    LocalRoots before = published(ROOT);

    LocalPlanner.Outcome outcome =
        plan(before, reads(ROOT), servedUnder(TestCertificate.root("O=Third")), NOW);

    assertThat(outcome.local().roots()).isEqualTo(before);
    assertThat(outcome.hold().orElseThrow().status()).isEqualTo(Status.FALSE);
    assertThat(outcome.hold().orElseThrow().reason()).isEqualTo("LocalRootMismatch");
    assertThat(outcome.hold().orElseThrow().message())
        .contains("the bundles keep the local roots they have");
  }

  @Test
  void aNewOneIsAddedUnasked() {
    LocalPlanner.Outcome outcome = plan(published(ROOT), reads(NEXT), UNREACHABLE, NOW);

    assertThat(outcome.local().anchors())
        .extracting(TrackedAnchor::anchor, TrackedAnchor::state)
        .containsExactlyInAnyOrder(
            tuple(ROOT.anchor(), AnchorState.RETIRING), tuple(NEXT.anchor(), AnchorState.ACTIVE));
  }

  @Test
  void thatIstiodServesUnderARetiringOneIsTold() {
    LocalPlanner.Outcome outcome = plan(published(ROOT), reads(NEXT), servedUnder(ROOT), NOW);

    assertThat(outcome.hold()).isEmpty();
    assertThat(outcome.local().verification().status()).isEqualTo(Status.FALSE);
    assertThat(outcome.local().verification().reason()).isEqualTo("IstiodUnderRetiringRoot");
  }

  @Test
  void theOldOneGoesOnceIstiodServesUnderTheNewOne() {
    LocalRoots rotating = roots(plan(published(ROOT), reads(NEXT), servedUnder(NEXT), NOW));

    LocalRoots after = roots(plan(rotating, reads(NEXT), servedUnder(NEXT), AFTER_OVERLAP));

    assertThat(after.trusted()).containsExactly(NEXT.anchor());
  }

  @ParameterizedTest
  @MethodSource("noWordForTheNewOne")
  void theOldOneStaysUntilIstiodServesUnderTheNewOne(IstiodReading istiod) {
    LocalRoots rotating = roots(plan(published(ROOT), reads(NEXT), istiod, NOW));

    LocalRoots late = roots(plan(rotating, reads(NEXT), istiod, AFTER_OVERLAP));

    assertThat(late.trusted()).containsExactlyInAnyOrder(ROOT.anchor(), NEXT.anchor());
    assertThat(late.sequence()).isEqualTo(rotating.sequence());
    assertThat(late.anchors())
        .filteredOn(tracked -> tracked.anchor().equals(ROOT.anchor()))
        .extracting(TrackedAnchor::message)
        .containsExactly(
            "kept beyond its date, for istiod isn't seen to serve under another local root");
    assertThat(roots(plan(late, reads(NEXT), istiod, AFTER_OVERLAP))).isEqualTo(late);
  }

  static List<IstiodReading> noWordForTheNewOne() {
    return List.of(servedUnder(ROOT), UNREACHABLE, new NotYetRead(ADDRESS));
  }

  @Test
  void theSequenceGrowsByOneWithEachChangeOfWhatIsTrusted() {
    LocalRoots first = published(ROOT);
    LocalRoots same = roots(plan(first, reads(ROOT), servedUnder(ROOT), AFTER_OVERLAP));
    LocalRoots both = roots(plan(same, reads(NEXT), servedUnder(NEXT), NOW));
    LocalRoots rotated = roots(plan(both, reads(NEXT), servedUnder(NEXT), AFTER_OVERLAP));

    assertThat(same.sequence()).isEqualTo(first.sequence());
    assertThat(both.sequence()).isEqualTo(first.sequence() + 1);
    assertThat(rotated.sequence()).isEqualTo(first.sequence() + 2);
  }

  @Test
  void theSequenceDoesNotGoBackWhenWhatWasKeptIsLost() {
    LocalRoots first = published(ROOT);

    LocalRoots anew = roots(plan(LocalRoots.NONE, reads(ROOT), servedUnder(ROOT), AFTER_OVERLAP));

    assertThat(anew.sequence()).isGreaterThan(first.sequence());
  }

  private static LocalRoots published(TestCertificate root) {
    return roots(plan(LocalRoots.NONE, reads(root), servedUnder(root), NOW));
  }

  private static LocalRoots roots(LocalPlanner.Outcome outcome) {
    return outcome.local().roots();
  }

  private static SourceReading reads(TestCertificate root) {
    return TestWorld.read(root.anchor());
  }

  private static IstiodReading servedUnder(TestCertificate root) {
    TestCertificate istiod =
        root.workload()
            .dns("istiod.istio-system.svc")
            .valid(NOW.minusSeconds(60), AFTER_OVERLAP.plusSeconds(60))
            .mint();
    return new Served(ADDRESS, List.of(istiod.anchor()));
  }

  private static LocalPlanner.Outcome plan(
      LocalRoots before, SourceReading reading, IstiodReading istiod, Instant now) {
    return LocalPlanner.plan(
        new World.Local(
            new TrustDomain("cluster-a.example"),
            "ConfigMap a/b, key c",
            reading,
            before,
            RotationPolicy.DEFAULT,
            istiod),
        now);
  }
}
