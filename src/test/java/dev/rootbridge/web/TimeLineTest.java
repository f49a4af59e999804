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
    TimeLineView line = TimeLine.of(List.of(tracked(AnchorState.ACTIVE, Optional.empty())), NOW);

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
        TimeLine.of(List.of(tracked(AnchorState.RETIRING, Optional.of(dropped))), NOW);

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
              TimeLine.of(List.of(tracked(state, Optional.empty())), NOW).bars().get(0).segments())
          .as(state.label())
          .extracting(Segment::kind)
          .containsExactly(SegmentKind.UNTRUSTED);
    }
  }

  @Test
  void ticksKeepApart() {
    List<Integer> places =
        TimeLine.of(List.of(tracked(AnchorState.ACTIVE, Optional.empty())), NOW).ticks().stream()
            .map(Tick::x)
            .sorted()
            .toList();

    assertThat(places).isNotEmpty();
    for (int i = 1; i < places.size(); i++) {
      assertThat(places.get(i) - places.get(i - 1)).isGreaterThan(30);
    }
  }

  private static TrackedAnchor tracked(AnchorState state, Optional<Instant> retireAfter) {
    return new TrackedAnchor(ROOT.anchor(), state, NOW.minus(Duration.ofDays(3)), retireAfter, "");
  }
}
