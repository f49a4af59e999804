package dev.rootbridge.web;

import dev.rootbridge.web.StatusView.Standing;
import java.util.List;

/**
 * A domain's anchors on a line of time as it is drawn, in units of the drawing.
 *
 * @param sentence all of it in words
 * @param more how many anchors are in the table only, in words; empty where none is
 */
record TimeLineView(
    Fit fit,
    int width,
    int height,
    int nowX,
    List<Tick> ticks,
    List<Bar> bars,
    String sentence,
    String more) {

  TimeLineView {
    ticks = List.copyOf(ticks);
    bars = List.copyOf(bars);
  }

  /** A line with a label below all bars. */
  record Tick(int x, String label) {}

  /**
   * An anchor.
   *
   * @param y its middle
   * @param headY the middle of its sign and label
   * @param label short
   */
  record Bar(
      int y, int headY, String label, Standing state, List<Segment> segments, List<Mark> marks) {
    Bar {
      segments = List.copyOf(segments);
      marks = List.copyOf(marks);
    }

    public int labelY() {
      return headY + 4;
    }

    public int top() {
      return y - 6;
    }
  }

  /** A part of its life. */
  record Segment(int x, int width, SegmentKind kind) {}

  /** What is done with it then. */
  enum SegmentKind {
    TRUSTED("trusted"),
    /** Gone from its source, trusted until certificates under it have ended. */
    OVERLAP("overlap"),
    UNTRUSTED("untrusted");

    private final String styleClass;

    SegmentKind(String styleClass) {
      this.styleClass = styleClass;
    }

    /** The class that style.css has for it. */
    public String styleClass() {
      return styleClass;
    }
  }

  /**
   * A point in its life.
   *
   * @param shape the outline around {@code x} and the bar's middle
   * @param title what happens then
   */
  record Mark(String shape, String styleClass, String title) {}
}
