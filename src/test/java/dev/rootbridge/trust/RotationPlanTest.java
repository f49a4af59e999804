package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationPlanTest {

  private static final Anchor OLD = TestCertificate.root("CN=Old").anchor();
  private static final Anchor NEW = TestCertificate.root("CN=New").anchor();
  private static final Anchor OTHER = TestCertificate.root("CN=Other").anchor();
  private static final Anchor WEAK =
      TestCertificate.ca("CN=Weak").key(TestKey.RSA1024).mint().anchor();
  private static final RotationPolicy POLICY = RotationPolicy.DEFAULT;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Optional<List<Anchor>> NOTHING = Optional.empty();

  @Test
  void aSourceThatShowsNewRootsAgainAndAgainFillsNothing() {
    List<Anchor> roots =
        IntStream.range(0, RotationPlan.MAX_LEFT_BEHIND + 3)
            .mapToObj(number -> TestCertificate.root("CN=" + number).anchor())
            .toList();
    RotationPlan plan = first(OLD);
    for (Anchor root : roots) {
      plan = plan(read(root), plan, POLICY, NOW);
    }

    assertThat(plan.trusted()).hasSize(RotationPlan.MAX_LEFT_BEHIND + 1).contains(OLD);
    assertThat(plan.notTaken())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains(
                        "201 that it no longer has", "the limit is 200", "rotation.distrust"));
    RotationPlan distrusting = plan(read(roots.get(0)), plan, distrust(OLD.fingerprint()), NOW);
    assertThat(distrusting.trusted()).doesNotContain(OLD);

    RotationPlan later =
        plan(read(roots.get(roots.size() - 1)), plan, POLICY, NOW.plus(POLICY.overlap()));
    assertThat(later.trusted()).doesNotContain(OLD);
    assertThat(plan(read(roots.get(roots.size() - 1)), later, POLICY, NOW.plus(POLICY.overlap())))
        .satisfies(taken -> assertThat(taken.notTaken()).isEmpty())
        .satisfies(
            taken ->
                assertThat(of(roots.get(roots.size() - 1), taken).state())
                    .isEqualTo(AnchorState.ACTIVE));
  }

  @Test
  void theFirstReadingIsActive() {
    RotationPlan plan = first(OLD);

    assertThat(only(plan)).isEqualTo(TrackedAnchor.active(OLD, NOW, ""));
    assertThat(plan.trusted()).containsExactly(OLD);
  }

  @Test
  void aRootThatLeftItsSourceRetires() {
    RotationPlan plan = plan(read(NEW), first(OLD), POLICY, NOW.plus(DAY));

    Instant date = NOW.plus(DAY).plus(POLICY.overlap());
    assertThat(of(OLD, plan))
        .isEqualTo(
            TrackedAnchor.retiring(
                OLD,
                NOW,
                date,
                "its source no longer has it; trusted until 2026-11-17T13:00:00Z, when every"
                    + " certificate under it has expired"));
    assertThat(plan.trusted()).containsExactlyInAnyOrder(OLD, NEW);
  }

  @Test
  void laterPassesDontMoveTheDate() {
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW);

    RotationPlan later = plan(read(NEW), retiring, POLICY, NOW.plus(Duration.ofHours(20)));
    RotationPlan clockWentBack = plan(read(NEW), later, POLICY, NOW.minus(DAY));

    assertThat(later).isEqualTo(retiring);
    assertThat(clockWentBack).isEqualTo(retiring);
  }

  @Test
  void aRetiredRootIsDroppedWhenItsDateIsPast() {
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW);

    RotationPlan plan = plan(read(NEW), retiring, POLICY, NOW.plus(POLICY.overlap()));

    assertThat(plan.trusted()).containsExactly(NEW);
    assertThat(plan.anchors()).hasSize(1);
  }

  @Test
  void aRetiredRootIsDroppedThoughItsSourceFails() {
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW);

    assertThat(plan(NOTHING, retiring, POLICY, NOW.plus(POLICY.overlap())).trusted())
        .containsExactly(NEW);
  }

  @Test
  void expiryInsideTheOverlapEndsIt() {
    Instant expiry = NOW.plus(Duration.ofHours(3));
    Anchor expiring = TestCertificate.ca("CN=Short").valid(NOW.minus(DAY), expiry).mint().anchor();

    RotationPlan plan = plan(read(NEW), first(expiring), POLICY, NOW);

    assertThat(of(expiring, plan).retireAfter()).contains(expiry);
  }

  @Test
  void aRootThatComesBackIsActiveAgain() {
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW.plus(DAY));

    RotationPlan plan = plan(read(OLD, NEW), retiring, POLICY, NOW.plus(DAY));

    assertThat(of(OLD, plan)).isEqualTo(TrackedAnchor.active(OLD, NOW, ""));
  }

  @Test
  void aSourceThatFailsOrIsEmptyKeepsTheLastKnownGood() {
    RotationPlan before = first(OLD);

    assertThat(plan(NOTHING, before, POLICY, NOW.plus(DAY))).isEqualTo(before);
    assertThat(plan(read(), before, POLICY, NOW.plus(DAY))).isEqualTo(before);
  }

  @Test
  void aSourceWithNothingFitKeepsTheLastKnownGood() {
    RotationPlan plan = plan(read(WEAK), first(OLD), POLICY, NOW);

    assertThat(plan.trusted()).containsExactly(OLD);
    assertThat(of(OLD, plan).message())
        .isEqualTo("last known good: waits until the source has a root that is accepted");
    assertThat(of(WEAK, plan))
        .isEqualTo(
            TrackedAnchor.refused(
                WEAK, NOW, "its RSA key has 1024 bits, at least 2048 are needed"));
  }

  @Test
  void distrustBeatsEverythingAtOnce() {
    RotationPolicy byCertificate = distrust(OLD.fingerprint());
    RotationPolicy byKey = distrust(OLD.keyFingerprint());
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW);

    assertThat(plan(read(OLD, NEW), first(OLD), byCertificate, NOW).trusted()).containsExactly(NEW);
    assertThat(plan(read(OLD, NEW), first(OLD), byKey, NOW).trusted()).containsExactly(NEW);
    assertThat(plan(read(NEW), retiring, byKey, NOW).trusted()).containsExactly(NEW);
    assertThat(plan(NOTHING, first(OLD), byKey, NOW).trusted()).isEmpty();
    assertThat(of(OLD, plan(NOTHING, first(OLD), byKey, NOW)).state())
        .isEqualTo(AnchorState.DISTRUSTED);
  }

  @Test
  void pinsRefuseEverythingElseFromTheSource() {
    RotationPolicy pinned = pins(OLD.keyFingerprint());

    RotationPlan plan = plan(read(OLD, NEW), first(OLD), pinned, NOW);

    assertThat(plan.trusted()).containsExactly(OLD);
    assertThat(of(NEW, plan))
        .isEqualTo(
            TrackedAnchor.refused(
                NEW, NOW, "its public key is none of the pinned ones: pin it, if it is genuine"));
  }

  @Test
  void aRootThatNewPinsLeaveOutRetires() {
    RotationPlan plan = plan(read(OLD, NEW), first(OLD), pins(NEW.keyFingerprint()), NOW);

    assertThat(of(OLD, plan).state()).isEqualTo(AnchorState.RETIRING);
    assertThat(of(NEW, plan).state()).isEqualTo(AnchorState.ACTIVE);
  }

  @Test
  void aRootThatNewPinsLeaveOutIsShownAsRefusedOnceRetired() {
    RotationPolicy pinned = pins(NEW.keyFingerprint());
    RotationPlan retiring = plan(read(OLD, NEW), first(OLD), pinned, NOW);

    RotationPlan plan = plan(read(OLD, NEW), retiring, pinned, NOW.plus(POLICY.overlap()));

    assertThat(of(OLD, plan).state()).isEqualTo(AnchorState.REFUSED);
    assertThat(plan.trusted()).containsExactly(NEW);
  }

  @Test
  void anUnrelatedRootWaitsForApproval() {
    RotationPlan waiting = plan(read(NEW), first(OLD), manual(), NOW);
    RotationPlan stillWaiting = plan(read(NEW), waiting, manual(), NOW.plus(DAY));
    RotationPlan approved = plan(read(NEW), waiting, manual(NEW.fingerprint()), NOW.plus(DAY));

    assertThat(of(NEW, waiting).state()).isEqualTo(AnchorState.PENDING);
    assertThat(waiting.trusted()).containsExactly(OLD);
    assertThat(of(OLD, waiting).state()).isEqualTo(AnchorState.ACTIVE);
    assertThat(stillWaiting).isEqualTo(waiting);
    assertThat(of(NEW, approved).state()).isEqualTo(AnchorState.ACTIVE);
    assertThat(of(OLD, approved).state()).isEqualTo(AnchorState.RETIRING);
  }

  @Test
  void aChangeThatKeepsARootNeedsNoApproval() {
    assertThat(plan(read(OLD, NEW), first(OLD), manual(), NOW).trusted())
        .containsExactlyInAnyOrder(OLD, NEW);
  }

  @Test
  void whatWaitsIsNotLetInBesideWhatWasApproved() {
    RotationPlan waiting = plan(read(NEW, OTHER), first(OLD), manual(), NOW);

    RotationPlan one = plan(read(NEW, OTHER), waiting, manual(NEW.fingerprint()), NOW);
    RotationPlan next = plan(read(NEW, OTHER), one, manual(NEW.fingerprint()), NOW);

    assertThat(of(OTHER, next).state()).isEqualTo(AnchorState.PENDING);
    assertThat(next.trusted()).containsExactlyInAnyOrder(OLD, NEW);
  }

  @Test
  void distrustDoesntMakeTheNextRootTheFirst() {
    RotationPolicy policy =
        new RotationPolicy(
            POLICY.overlap(),
            Set.of(),
            Set.of(OLD.fingerprint()),
            RotationPolicy.Approval.MANUAL,
            Set.of());

    RotationPlan weak = plan(read(WEAK), first(OLD), policy, NOW);
    RotationPlan plan = plan(read(NEW), weak, policy, NOW);

    assertThat(of(NEW, plan).state()).isEqualTo(AnchorState.PENDING);
  }

  @Test
  void takingDistrustBackDoesntMakeTheNextRootTheFirst() {
    RotationPlan distrusted = plan(read(OLD), first(OLD), distrust(OLD.fingerprint()), NOW);
    RotationPlan forgiven = plan(NOTHING, distrusted, manual(), NOW);
    RotationPlan dropped = plan(read(WEAK), distrusted, manual(), NOW);

    assertThat(of(NEW, plan(read(NEW), forgiven, manual(), NOW)).state())
        .isEqualTo(AnchorState.PENDING);
    assertThat(of(NEW, plan(read(NEW), dropped, manual(), NOW)).state())
        .isEqualTo(AnchorState.PENDING);
  }

  @Test
  void aLostRecordDoesntMakeTheNextRootTheFirst() {
    RotationPlan lost = RotationPlan.plan(read(NEW), RotationHistory.NONE.inPart(), manual(), NOW);
    RotationPlan next = plan(read(NEW), lost, manual(), NOW);

    assertThat(only(lost))
        .isEqualTo(
            TrackedAnchor.pending(
                NEW, NOW, "the record of the roots trusted before is lost or damaged"));
    assertThat(only(lost).message())
        .isEqualTo(
            "the record of the roots trusted before is lost or damaged: compare the fingerprint with"
                + " the other side's and approve it");
    assertThat(next).isEqualTo(lost);
    assertThat(plan(read(NEW), next, manual(NEW.fingerprint()), NOW).trusted())
        .containsExactly(NEW);
  }

  @Test
  void whatIsLeftOfADamagedRecordStillVouchesForAChange() {
    RotationHistory damaged = RotationHistory.of(first(OLD).anchors()).inPart();

    assertThat(RotationPlan.plan(read(OLD, NEW), damaged, manual(), NOW).trusted())
        .containsExactlyInAnyOrder(OLD, NEW);
    assertThat(of(NEW, RotationPlan.plan(read(NEW), damaged, manual(), NOW)).state())
        .isEqualTo(AnchorState.PENDING);
  }

  @Test
  void withoutManualApprovalALostRecordChangesNothing() {
    assertThat(RotationPlan.plan(read(NEW), RotationHistory.NONE.inPart(), POLICY, NOW))
        .isEqualTo(first(NEW));
  }

  @Test
  void afterAFirstReadingWithNothingFitTheFirstFitRootWaits() {
    RotationPlan unfit =
        plan(read(WEAK), new RotationPlan(List.of(), Optional.empty()), manual(), NOW);

    assertThat(of(NEW, plan(read(NEW), unfit, manual(), NOW)))
        .isEqualTo(
            TrackedAnchor.pending(
                NEW,
                NOW,
                "it is not the first root of its domain that was seen, and none is trusted"));
  }

  @Test
  void aClockThatGoesBackBeyondTheBeginningOfTheOverlapLosesNothing() {
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW);
    Instant date = NOW.plus(POLICY.overlap());

    RotationPlan retired = plan(read(NEW), retiring, POLICY, date);
    RotationPlan wentBack = plan(read(NEW), retired, POLICY, date.minus(DAY));

    // It is gone for good; a clock that went back doesn't bring it to life again.
    assertThat(wentBack).isEqualTo(retired);
    assertThat(wentBack.trusted()).containsExactly(NEW);
  }

  @Test
  void aClockThatJumpedBeyondTheDateAndComesBackRetiresByTheDateThatWasSet() {
    RotationPlan keptBeyond =
        plan(
            NOTHING,
            plan(read(NEW), first(OLD), POLICY, NOW),
            distrust(NEW.fingerprint()),
            NOW.plus(POLICY.overlap()).plus(DAY));

    RotationPlan back = plan(read(OTHER), keptBeyond, POLICY, NOW.plus(Duration.ofHours(1)));

    assertThat(of(OLD, back).retireAfter()).contains(NOW.plus(POLICY.overlap()));
    assertThat(back.trusted()).containsExactlyInAnyOrder(OLD, OTHER);
    assertThat(plan(read(OTHER), back, POLICY, NOW.plus(POLICY.overlap())).trusted())
        .containsExactly(OTHER);
  }

  @Test
  void aRootThatExpiresWhileInUseIsNotLost() {
    Anchor expiring =
        TestCertificate.ca("CN=Short").valid(NOW.minus(DAY), NOW.plus(DAY)).mint().anchor();
    RotationPlan before = first(expiring);
    Instant later = NOW.plus(DAY).plusSeconds(1);

    assertThat(plan(read(expiring), before, POLICY, later).trusted()).containsExactly(expiring);
    assertThat(of(expiring, plan(read(expiring, NEW), before, POLICY, later)))
        .isEqualTo(
            TrackedAnchor.active(
                expiring, NOW, "it expired at 2026-11-16T12:00:00Z; its source still has it"));
    assertThat(RotationPlan.plan(read(expiring), RotationHistory.NONE, POLICY, later).trusted())
        .isEmpty();
  }

  @Test
  void whatIsNoLongerDistrustedWaitsForItsSource() {
    RotationPlan distrusted = plan(read(OLD, NEW), first(OLD), distrust(OLD.fingerprint()), NOW);

    RotationPlan forgiven = plan(NOTHING, distrusted, POLICY, NOW);

    assertThat(of(OLD, forgiven))
        .isEqualTo(
            TrackedAnchor.refused(
                OLD, NOW, "no longer distrusted; waits until its source has it again"));
    assertThat(plan(read(OLD, NEW), forgiven, POLICY, NOW).trusted())
        .containsExactlyInAnyOrder(OLD, NEW);
  }

  @Test
  void aDistrustedRootVouchesForNoChange() {
    RotationPolicy policy =
        new RotationPolicy(
            POLICY.overlap(),
            Set.of(),
            Set.of(OLD.fingerprint()),
            RotationPolicy.Approval.MANUAL,
            Set.of());

    assertThat(of(NEW, plan(read(OLD, NEW), first(OLD), policy, NOW)).state())
        .isEqualTo(AnchorState.PENDING);
  }

  @Test
  void anotherErrorThanExpiryTakesARootOutOfUse() {
    TrackedAnchor weak = TrackedAnchor.active(WEAK, NOW, "");

    RotationPlan plan =
        RotationPlan.plan(read(WEAK, NEW), RotationHistory.of(List.of(weak)), POLICY, NOW);

    assertThat(of(WEAK, plan).state()).isEqualTo(AnchorState.REFUSED);
    assertThat(plan.trusted()).containsExactly(NEW);
  }

  @Test
  void theLastRootIsKeptBeyondItsDate() {
    RotationPlan retiring = plan(read(NEW), first(OLD), POLICY, NOW);

    RotationPlan plan =
        plan(NOTHING, retiring, distrust(NEW.fingerprint()), NOW.plus(POLICY.overlap()));

    assertThat(plan.trusted()).containsExactly(OLD);
    assertThat(of(OLD, plan).message())
        .isEqualTo("kept beyond its date: waits until another root is active");
  }

  @Test
  void whatThereIsToWarnOfIsSaid() {
    Anchor doubtful =
        TestCertificate.ca("CN=Doubtful")
            .withoutKeyIdentifiers()
            .valid(NOW.minus(DAY), NOW.plus(DAY))
            .mint()
            .anchor();

    assertThat(only(first(doubtful)))
        .isEqualTo(
            TrackedAnchor.active(
                doubtful,
                NOW,
                "it expires at 2026-11-16T12:00:00Z, in 1 days: rotate it; it has no subject key"
                    + " identifier: beside another root of the same name, workloads under it may be"
                    + " refused"));
  }

  @Test
  void ofALocalRootIsSaidWhatWouldKeepARemoteOneOut() {
    RotationPlan plan =
        RotationPlan.plan(read(WEAK), RotationHistory.NONE, POLICY, LintContext.local(NOW));

    assertThat(only(plan).message())
        .isEqualTo("its RSA key has 1024 bits, at least 2048 are needed");
  }

  @Test
  void rootsThatProxiesCantTellApartAreNamed() {
    Anchor old = TestCertificate.ca("CN=Root").withoutKeyIdentifiers().mint().anchor();
    Anchor renewed = TestCertificate.ca("CN=Root").mint().anchor();
    String remark =
        "proxies can't tell it from sha256:%s: both have the same subject and no key identifiers that"
            + " differ, so that workloads of one of the two are refused";

    RotationPlan both = plan(read(old, renewed), first(old), POLICY, NOW);
    RotationPlan retiring = plan(read(renewed), both, POLICY, NOW);

    assertThat(of(renewed, both).message()).isEqualTo(remark.formatted(old.fingerprint()));
    assertThat(of(old, both).message()).endsWith("; " + remark.formatted(renewed.fingerprint()));
    assertThat(of(old, retiring).message())
        .startsWith("its source no longer has it; trusted until ")
        .endsWith("; " + remark.formatted(renewed.fingerprint()));
    assertThat(plan(read(renewed), retiring, POLICY, NOW)).isEqualTo(retiring);
    assertThat(of(renewed, plan(read(renewed), retiring, distrust(old.fingerprint()), NOW)))
        .isEqualTo(TrackedAnchor.active(renewed, NOW, ""));
  }

  @Test
  void aLocalRootIsKeptOutOnlyIfItIsNoCa() {
    LintContext local = LintContext.local(NOW);
    Anchor workload = TestCertificate.root("CN=R").workload("spiffe://a/b").mint().anchor();

    assertThat(
            RotationPlan.plan(read(WEAK, workload), RotationHistory.NONE, POLICY, local).trusted())
        .containsExactly(WEAK);
  }

  private static RotationPlan first(Anchor... anchors) {
    return RotationPlan.plan(read(anchors), RotationHistory.NONE, POLICY, NOW);
  }

  private static RotationPlan plan(
      Optional<List<Anchor>> reading, RotationPlan before, RotationPolicy policy, Instant now) {
    return RotationPlan.plan(reading, RotationHistory.of(before.anchors()), policy, now);
  }

  private static Optional<List<Anchor>> read(Anchor... anchors) {
    return Optional.of(Arrays.asList(anchors));
  }

  private static TrackedAnchor only(RotationPlan plan) {
    assertThat(plan.anchors()).hasSize(1);
    return plan.anchors().get(0);
  }

  private static TrackedAnchor of(Anchor anchor, RotationPlan plan) {
    return plan.anchors().stream().filter(t -> t.anchor().equals(anchor)).findFirst().orElseThrow();
  }

  private static RotationPolicy distrust(Fingerprint... fingerprints) {
    return new RotationPolicy(
        POLICY.overlap(),
        Set.of(),
        Set.of(fingerprints),
        RotationPolicy.Approval.AUTOMATIC,
        Set.of());
  }

  private static RotationPolicy pins(Fingerprint... keys) {
    return new RotationPolicy(
        POLICY.overlap(), Set.of(keys), Set.of(), RotationPolicy.Approval.AUTOMATIC, Set.of());
  }

  private static RotationPolicy manual(Fingerprint... approved) {
    return new RotationPolicy(
        POLICY.overlap(), Set.of(), Set.of(), RotationPolicy.Approval.MANUAL, Set.of(approved));
  }
}
