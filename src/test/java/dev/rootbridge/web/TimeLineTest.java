package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.web.TimeLineView.Bar;
import dev.rootbridge.web.TimeLineView.Segment;
import dev.rootbridge.web.TimeLineView.SegmentKind;
import dev.rootbridge.web.TimeLineView.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLineTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=B");

  @Test
  void farMomentsAreAtTheEndsAndNearOnesHaveRoom() {
    TimeScale scale = new TimeScale(NOW, Duration.ofDays(365), Duration.ofDays(3650), 100, 700);

    assertThat(scale.x(NOW.minus(Duration.ofDays(365)))).isEqualTo(100);
    assertThat(scale.x(NOW.minus(Duration.ofDays(9_999)))).isEqualTo(100);
    assertThat(scale.x(NOW.plus(Duration.ofDays(3650)))).isEqualTo(700);
    assertThat(scale.x(Instant.MAX.minus(Duration.ofDays(9)))).isEqualTo(700);
    int now = scale.x(NOW);
    assertThat(now).isBetween(300, 450);
    assertThat(scale.x(NOW.plus(Duration.ofHours(25))) - now).isGreaterThan(50);
  }

  @Test
  void aTrustedAnchorIsOneBarUntilItExpires() {
    TimeLineView line =
        TimeLine.of(List.of(tracked(AnchorState.ACTIVE, Optional.empty())), NOW, Fit.ROOMY);

    Bar bar = line.bars().get(0);
    assertThat(bar.segments()).extracting(Segment::kind).containsExactly(SegmentKind.TRUSTED);
    assertThat(bar.marks())
        .singleElement()
        .satisfies(mark -> assertThat(mark.title()).startsWith("expires "));
    assertThat(bar.label()).endsWith(" Active");
    assertThat(bar.state().look()).isEqualTo(StatusView.Look.GOOD);
  }

  @Test
  void anOverlapIsToldFromTheRest() {
    Instant dropped = NOW.plus(Duration.ofHours(20));

    TimeLineView line =
        TimeLine.of(List.of(tracked(AnchorState.RETIRING, Optional.of(dropped))), NOW, Fit.ROOMY);

    List<Segment> segments = line.bars().get(0).segments();
    assertThat(segments)
        .extracting(Segment::kind)
        .containsExactly(SegmentKind.TRUSTED, SegmentKind.OVERLAP, SegmentKind.UNTRUSTED);
    assertThat(segments.get(1).x()).isEqualTo(line.nowX());
    assertThat(segments.get(1).width()).isGreaterThan(20);
    assertThat(line.bars().get(0).marks())
        .extracting(TimeLineView.Mark::styleClass)
        .containsExactly("drop", "expiry");
    assertThat(line.sentence()).contains("dropped on 2026-11-16 08:00:00 UTC, in 20 hours");
  }

  @Test
  void whatIsNotTrustedIsNoPartOfTheTrust() {
    for (AnchorState state :
        List.of(AnchorState.PENDING, AnchorState.REFUSED, AnchorState.DISTRUSTED)) {
      assertThat(
              TimeLine.of(List.of(tracked(state, Optional.empty())), NOW, Fit.ROOMY)
                  .bars()
                  .get(0)
                  .segments())
          .as(state.label())
          .extracting(Segment::kind)
          .containsExactly(SegmentKind.UNTRUSTED);
    }
  }

  @Test
  void ticksKeepApart() {
    List<Integer> places =
        TimeLine.of(List.of(tracked(AnchorState.ACTIVE, Optional.empty())), NOW, Fit.ROOMY)
            .ticks()
            .stream()
            .map(Tick::x)
            .sorted()
            .toList();

    assertThat(places).isNotEmpty();
    for (int i = 1; i < places.size(); i++) {
      assertThat(places.get(i) - places.get(i - 1)).isGreaterThan(30);
    }
  }

  @Test
  void aPhoneHasTheSameWithTheLabelsAboveTheBars() {
    List<TrackedAnchor> anchors = List.of(tracked(AnchorState.ACTIVE, Optional.empty()));

    TimeLineView tight = TimeLine.of(anchors, NOW, Fit.TIGHT);

    assertThat(tight.width()).isLessThan(360);
    Bar bar = tight.bars().get(0);
    assertThat(bar.headY()).isLessThan(bar.y() - 12);
    assertThat(tight.sentence()).isEqualTo(TimeLine.of(anchors, NOW, Fit.ROOMY).sentence());
  }

  @Test
  void ofManyAnchorsTheTrustedAndTheNewestAreDrawnAndTheRestIsToldOf() {
    List<TrackedAnchor> anchors = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      anchors.add(
          seen(i < 30 ? AnchorState.RETIRING : AnchorState.REFUSED, NOW.minus(Duration.ofDays(i))));
    }
    anchors.add(seen(AnchorState.ACTIVE, NOW.minus(Duration.ofDays(999))));

    TimeLineView line = TimeLine.of(anchors, NOW, Fit.ROOMY);

    assertThat(line.bars()).hasSize(40);
    assertThat(line.more()).isEqualTo("In the table only: 21 more.");
    assertThat(line.sentence()).endsWith("In the table only: 21 more.");
    assertThat(line.bars().get(0).label()).endsWith(" Active");
    assertThat(line.bars()).filteredOn(bar -> bar.label().endsWith(" Retiring")).hasSize(30);
    assertThat(line.bars()).filteredOn(bar -> bar.label().endsWith(" Refused")).hasSize(9);
  }

  @Test
  void whereAllAreDrawnNothingIsSaidOfMore() {
    assertThat(
            TimeLine.of(List.of(tracked(AnchorState.ACTIVE, Optional.empty())), NOW, Fit.ROOMY)
                .more())
        .isEmpty();
  }

  private static TrackedAnchor seen(AnchorState state, Instant firstSeen) {
    return new TrackedAnchor(
        ROOT.anchor(),
        state,
        firstSeen,
        state == AnchorState.RETIRING
            ? Optional.of(NOW.plus(Duration.ofHours(1)))
            : Optional.empty(),
        "");
  }

  private static TrackedAnchor tracked(AnchorState state, Optional<Instant> retireAfter) {
    return new TrackedAnchor(ROOT.anchor(), state, NOW.minus(Duration.ofDays(3)), retireAfter, "");
  }
}
