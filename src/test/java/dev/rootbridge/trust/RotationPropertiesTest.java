package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds in every history of readings, failures, policies and clock jumps. */
class RotationPropertiesTest {

  /** One pass: what the source says, how far the clock went, what the admin wants. */
  record Step(Optional<List<Anchor>> reading, Duration jump, RotationPolicy policy) {}

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void theLastTrustedRootGoesByDistrustOnly(@ForAll("histories") List<Step> history) {
    replay(
        history,
        (before, step, after) -> {
          boolean allDistrusted =
              before.trusted().stream().allMatch(anchor -> step.policy().distrusts(anchor));
          assertThat(after.trusted().isEmpty() && !allDistrusted).isFalse();
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsDistrustedIsNotTrusted(@ForAll("histories") List<Step> history) {
    replay(
        history,
        (before, step, after) ->
            assertThat(after.trusted()).noneMatch(anchor -> step.policy().distrusts(anchor)));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anotherPassOverTheSameChangesNothing(@ForAll("histories") List<Step> history) {
    Instant now = NOW;
    List<TrackedAnchor> before = List.of();
    for (Step step : history) {
      now = now.plus(step.jump());
      RotationPlan plan = RotationPlan.plan(step.reading(), before, step.policy(), now);
      RotationPlan again = RotationPlan.plan(step.reading(), plan.anchors(), step.policy(), now);
      if (step.policy().approval() == RotationPolicy.Approval.AUTOMATIC) {
        assertThat(again).isEqualTo(plan);
      } else {
        assertThat(again.trusted()).isEqualTo(plan.trusted());
      }
      before = plan.anchors();
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void datesAreNeverMovedAndFirstSeenIsKept(@ForAll("histories") List<Step> history) {
    replay(
        history,
        (before, step, after) -> {
          Map<Anchor, TrackedAnchor> known = byAnchor(before);
          for (TrackedAnchor tracked : after.anchors()) {
            TrackedAnchor earlier = known.get(tracked.anchor());
            if (earlier == null) {
              continue;
            }
            assertThat(tracked.firstSeen()).isEqualTo(earlier.firstSeen());
            if (earlier.retireAfter().isPresent() && tracked.retireAfter().isPresent()) {
              assertThat(tracked.retireAfter()).isEqualTo(earlier.retireAfter());
            }
          }
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void everythingTrustedWasOnceInAReading(@ForAll("histories") List<Step> history) {
    Set<Anchor> read = new HashSet<>();
    replay(
        history,
        (before, step, after) -> {
          step.reading().ifPresent(read::addAll);
          assertThat(read).containsAll(after.trusted());
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aFailedReadingAddsNoTrust(@ForAll("histories") List<Step> history) {
    replay(
        history,
        (before, step, after) -> {
          if (step.reading().isEmpty()) {
            assertThat(before.trusted()).containsAll(after.trusted());
          }
        });
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfTheReadingMeansNothing(@ForAll("histories") List<Step> history) {
    Instant now = NOW;
    List<TrackedAnchor> before = List.of();
    for (Step step : history) {
      now = now.plus(step.jump());
      RotationPlan plan = RotationPlan.plan(step.reading(), before, step.policy(), now);
      Optional<List<Anchor>> reversed = step.reading().map(RotationPropertiesTest::reversed);
      assertThat(RotationPlan.plan(reversed, reversed(before), step.policy(), now)).isEqualTo(plan);
      before = plan.anchors();
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void underManualApprovalNoStrangerBecomesTrusted(@ForAll("histories") List<Step> history) {
    replay(
        history,
        (before, step, after) -> {
          RotationPolicy policy = step.policy();
          if (policy.approval() == RotationPolicy.Approval.AUTOMATIC
              || before.anchors().isEmpty()
              || sharesATrustedKey(before, step)) {
            return;
          }
          assertThat(after.trusted())
              .allMatch(
                  anchor ->
                      before.trusted().contains(anchor)
                          || policy.approved().contains(anchor.fingerprint()));
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsRecordedIsNeverEmptied(@ForAll("histories") List<Step> history) {
    replay(
        history,
        (before, step, after) ->
            assertThat(after.anchors().isEmpty() && !before.anchors().isEmpty()).isFalse());
  }

  private static boolean sharesATrustedKey(RotationPlan before, Step step) {
    Set<Fingerprint> trusted =
        before.trusted().stream().map(Anchor::keyFingerprint).collect(Collectors.toSet());
    return step.reading().stream()
        .flatMap(List::stream)
        .anyMatch(anchor -> trusted.contains(anchor.keyFingerprint()));
  }

  private interface Check {
    void hold(RotationPlan before, Step step, RotationPlan after);
  }

  private static void replay(List<Step> history, Check check) {
    Instant now = NOW;
    RotationPlan before = new RotationPlan(List.of());
    for (Step step : history) {
      now = now.plus(step.jump());
      RotationPlan after = RotationPlan.plan(step.reading(), before.anchors(), step.policy(), now);
      check.hold(before, step, after);
      before = after;
    }
  }

  private static Map<Anchor, TrackedAnchor> byAnchor(RotationPlan plan) {
    return plan.anchors().stream()
        .collect(Collectors.toMap(TrackedAnchor::anchor, Function.identity()));
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Optional<List<Anchor>>> readings =
        Arbitraries.of(Roots.POOL).list().ofMaxSize(4).optional(0.8);
    // Beyond the validity of all roots in both directions, now and then.
    Arbitrary<Duration> jumps =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(-2, 30).map(Duration::ofHours)),
            Tuple.of(1, Arbitraries.longs().between(-20_000, 20_000).map(Duration::ofDays)));
    return Combinators.combine(readings, jumps, policies())
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static Arbitrary<RotationPolicy> policies() {
    Arbitrary<Set<Fingerprint>> certificates =
        Arbitraries.of(Roots.POOL).map(Anchor::fingerprint).set().ofMaxSize(2);
    Arbitrary<Set<Fingerprint>> keys =
        Arbitraries.of(Roots.POOL).map(Anchor::keyFingerprint).set().ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.longs().between(0, 72).map(Duration::ofHours),
            keys,
            certificates,
            Arbitraries.of(RotationPolicy.Approval.class),
            certificates)
        .as(RotationPolicy::new);
  }
}
