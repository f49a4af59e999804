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

  private static final TrustDomain DOMAIN = new TrustDomain("cluster-b.example");

  /** One pass: what the source says, how far the clock went, what the admin wants. */
  record Step(Optional<List<Anchor>> reading, Duration jump, RotationPolicy policy) {}

  /** Passes over one trust domain, the local one or another. */
  record History(LintContext.Origin origin, List<Step> steps) {

    RotationPlan plan(RotationPlan before, Step step, Instant now) {
      return plan(step.reading(), before.anchors(), step, now);
    }

    RotationPlan plan(
        Optional<List<Anchor>> reading, List<TrackedAnchor> before, Step step, Instant now) {
      return RotationPlan.plan(reading, RotationHistory.of(before), step.policy(), context(now));
    }

    LintContext context(Instant now) {
      return switch (origin) {
        case LOCAL -> LintContext.local(now);
        case FEDERATED -> LintContext.federated(DOMAIN, now);
      };
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void theLastTrustedRootGoesByDistrustOnly(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
          boolean allDistrusted =
              before.trusted().stream().allMatch(anchor -> step.policy().distrusts(anchor));
          assertThat(after.trusted().isEmpty() && !allDistrusted).isFalse();
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsDistrustedIsNotTrusted(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) ->
            assertThat(after.trusted()).noneMatch(anchor -> step.policy().distrusts(anchor)));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anotherPassOverTheSameChangesNothing(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
          RotationPlan again = history.plan(after, step, now);
          if (step.policy().approval() == RotationPolicy.Approval.AUTOMATIC) {
            assertThat(again).isEqualTo(after);
          } else {
            assertThat(again.trusted()).isEqualTo(after.trusted());
          }
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void datesAreNeverMovedAndFirstSeenIsKept(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
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
  void everythingTrustedWasOnceInAReading(@ForAll("histories") History history) {
    Set<Anchor> read = new HashSet<>();
    replay(
        history,
        (before, step, after, now) -> {
          step.reading().ifPresent(read::addAll);
          assertThat(read).containsAll(after.trusted());
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aFailedReadingAddsNoTrust(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
          if (step.reading().isEmpty()) {
            assertThat(before.trusted()).containsAll(after.trusted());
          }
        });
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfTheReadingMeansNothing(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
          Optional<List<Anchor>> reversed = step.reading().map(RotationPropertiesTest::reversed);
          assertThat(history.plan(reversed, reversed(before.anchors()), step, now))
              .isEqualTo(after);
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void underManualApprovalNoStrangerBecomesTrusted(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
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
  void whatIsRecordedIsNeverEmptied(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) ->
            assertThat(after.anchors().isEmpty() && !before.anchors().isEmpty()).isFalse());
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsUnfitNeverBecomesTrusted(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) ->
            assertThat(after.trusted())
                .allMatch(
                    anchor ->
                        before.trusted().contains(anchor)
                            || Lint.error(anchor, history.context(now)).isEmpty()));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aLostRecordIsTakenForNoBeginning(@ForAll("histories") History history) {
    replay(
        history,
        (before, step, after, now) -> {
          RotationPlan lost =
              RotationPlan.plan(
                  step.reading(),
                  RotationHistory.NONE.inPart(),
                  step.policy(),
                  history.context(now));
          RotationPolicy policy = step.policy();
          assertThat(lost.trusted())
              .allMatch(
                  anchor ->
                      policy.approval() == RotationPolicy.Approval.AUTOMATIC
                          || policy.approved().contains(anchor.fingerprint()));
        });
  }

  private static boolean sharesATrustedKey(RotationPlan before, Step step) {
    Set<Fingerprint> trusted =
        before.trusted().stream().map(Anchor::keyFingerprint).collect(Collectors.toSet());
    return step.reading().stream()
        .flatMap(List::stream)
        .anyMatch(anchor -> trusted.contains(anchor.keyFingerprint()));
  }

  private interface Check {
    void hold(RotationPlan before, Step step, RotationPlan after, Instant now);
  }

  private static void replay(History history, Check check) {
    Instant now = NOW;
    RotationPlan before = new RotationPlan(List.of(), Optional.empty());
    for (Step step : history.steps()) {
      now = now.plus(step.jump());
      RotationPlan after = history.plan(before, step, now);
      check.hold(before, step, after, now);
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
  Arbitrary<History> histories() {
    Arbitrary<Optional<List<Anchor>>> readings =
        Arbitraries.of(Roots.POOL).list().ofMaxSize(4).optional(0.8);
    // Beyond the validity of all roots in both directions, now and then.
    Arbitrary<Duration> jumps =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(-2, 30).map(Duration::ofHours)),
            Tuple.of(1, Arbitraries.longs().between(-20_000, 20_000).map(Duration::ofDays)));
    Arbitrary<List<Step>> steps =
        Combinators.combine(readings, jumps, policies())
            .as(Step::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(12);
    return Combinators.combine(Arbitraries.of(LintContext.Origin.class), steps).as(History::new);
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
