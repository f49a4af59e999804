package dev.rootbridge.web;

import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.web.TimeLineView.Bar;
import dev.rootbridge.web.TimeLineView.Mark;
import dev.rootbridge.web.TimeLineView.Segment;
import dev.rootbridge.web.TimeLineView.SegmentKind;
import dev.rootbridge.web.TimeLineView.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws since when each anchor is known, until when it is trusted, and when it expires. */
final class TimeLine {

  private static final int MOST_BARS = 40;
  private static final int TOP = 18;
  private static final int AXIS = 24;
  private static final int SHORT_FINGERPRINT = 8;
  private static final int MARK = 6;
  private static final int CLOSEST_TICKS = 34;
  private static final Duration LEAST_PAST = Duration.ofDays(7);
  private static final Duration LEAST_FUTURE = Duration.ofDays(60);
  private static final Duration MOST = Duration.ofDays(365L * 50);

  private static final List<Map.Entry<String, Duration>> TICKS =
      List.of(
          Map.entry("1 day", Duration.ofDays(1)),
          Map.entry("30 days", Duration.ofDays(30)),
          Map.entry("1 year", Duration.ofDays(365)),
          Map.entry("10 years", Duration.ofDays(3650)));

  /** Those that are trusted, and of these the newest, tell most. */
  private static final Comparator<TrackedAnchor> MOST_TELLING =
      Comparator.comparing((TrackedAnchor anchor) -> !anchor.state().isTrusted())
          .thenComparing(TrackedAnchor::firstSeen, Comparator.reverseOrder());

  private final Instant now;
  private final Fit fit;
  private final TimeLineRoom room;
  private final TimeScale scale;
  private final List<TrackedAnchor> anchors;
  private final int undrawn;

  private TimeLine(List<TrackedAnchor> anchors, Instant now, Fit fit) {
    this.now = now;
    this.fit = fit;
    this.room = TimeLineRoom.of(fit);
    this.anchors =
        anchors.stream()
            .sorted(MOST_TELLING)
            .limit(MOST_BARS)
            .sorted(Comparator.comparing(TrackedAnchor::firstSeen))
            .toList();
    this.undrawn = anchors.size() - this.anchors.size();
    this.scale =
        new TimeScale(
            now,
            bounded(LEAST_PAST, this.anchors.stream().map(TrackedAnchor::firstSeen)),
            bounded(LEAST_FUTURE, this.anchors.stream().map(anchor -> anchor.anchor().notAfter())),
            room.left(),
            room.right());
  }

  static TimeLineView of(List<TrackedAnchor> anchors, Instant now, Fit fit) {
    return new TimeLine(anchors, now, fit).draw();
  }

  private Duration bounded(Duration least, Stream<Instant> moments) {
    return moments
        .map(moment -> Duration.between(now, moment).abs())
        .filter(distance -> distance.compareTo(MOST) < 0)
        .max(Comparator.naturalOrder())
        .filter(most -> most.compareTo(least) > 0)
        .orElse(least);
  }

  private TimeLineView draw() {
    List<Bar> bars = new ArrayList<>();
    for (TrackedAnchor anchor : anchors) {
      bars.add(bar(anchor, TOP + bars.size() * room.pitch() + (room.pitch() + room.lift()) / 2));
    }
    String more = undrawn == 0 ? "" : "In the table only: " + undrawn + " more.";
    return new TimeLineView(
        fit,
        room.width(),
        TOP + bars.size() * room.pitch() + AXIS,
        scale.x(now),
        ticks(),
        bars,
        Stream.concat(anchors.stream().map(this::sentence), Stream.of(more))
            .collect(Collectors.joining(" "))
            .strip(),
        more);
  }

  /** Those that have room, from now on outwards. */
  private List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    int lastAhead = scale.x(now);
    int lastBack = lastAhead;
    for (Map.Entry<String, Duration> tick : TICKS) {
      int ahead = scale.x(now.plus(tick.getValue()));
      if (ahead - lastAhead >= CLOSEST_TICKS && ahead < room.right()) {
        ticks.add(new Tick(ahead, "+" + tick.getKey()));
        lastAhead = ahead + CLOSEST_TICKS / 2;
      }
      int back = scale.x(now.minus(tick.getValue()));
      if (lastBack - back >= CLOSEST_TICKS && back > room.left()) {
        ticks.add(new Tick(back, "\u2212" + tick.getKey()));
        lastBack = back - CLOSEST_TICKS / 2;
      }
    }
    return ticks;
  }

  private Bar bar(TrackedAnchor tracked, int y) {
    Instant notAfter = tracked.anchor().notAfter();
    List<Segment> segments = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    if (tracked.state() == AnchorState.RETIRING) {
      Instant retired = earlier(tracked.retireAfter().orElse(notAfter), notAfter);
      segments.add(segment(tracked.firstSeen(), now, SegmentKind.TRUSTED));
      segments.add(segment(now, retired, SegmentKind.OVERLAP));
      segments.add(segment(retired, notAfter, SegmentKind.UNTRUSTED));
      marks.add(cross(retired, y, "dropped on " + Dates.due(retired, now)));
    } else {
      segments.add(
          segment(
              tracked.firstSeen(),
              notAfter,
              tracked.state() == AnchorState.ACTIVE ? SegmentKind.TRUSTED : SegmentKind.UNTRUSTED));
    }
    marks.add(diamond(notAfter, y, "expires " + Dates.expiry(notAfter, now)));
    return new Bar(
        y, y - room.lift(), label(tracked), AnchorsInWords.state(tracked.state()), segments, marks);
  }

  private Segment segment(Instant from, Instant until, SegmentKind kind) {
    int x = scale.x(from);
    return new Segment(x, Math.max(1, scale.x(until) - x), kind);
  }

  private Mark diamond(Instant moment, int y, String title) {
    int x = scale.x(moment);
    return new Mark(
        "M%d %dL%d %dL%d %dL%d %dZ".formatted(x - MARK, y, x, y - MARK, x + MARK, y, x, y + MARK),
        "expiry",
        title);
  }

  private Mark cross(Instant moment, int y, String title) {
    int x = scale.x(moment);
    return new Mark(
        "M%1$d %2$dL%3$d %4$dM%1$d %4$dL%3$d %2$d".formatted(x - 5, y - 5, x + 5, y + 5),
        "drop",
        title);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static String label(TrackedAnchor tracked) {
    return tracked.anchor().fingerprint().hex().substring(0, SHORT_FINGERPRINT)
        + " "
        + tracked.state().label();
  }

  private String sentence(TrackedAnchor tracked) {
    return label(tracked)
        + ": known since "
        + Dates.exact(tracked.firstSeen())
        + tracked.retireAfter().map(when -> ", dropped on " + Dates.due(when, now)).orElse("")
        + ", expires "
        + Dates.expiry(tracked.anchor().notAfter(), now)
        + ".";
  }
}
