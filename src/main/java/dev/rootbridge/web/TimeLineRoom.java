package dev.rootbridge.web;

/**
 * Where the bars of a time line are, in units of the drawing.
 *
 * @param left where the line begins
 * @param right where it ends
 * @param pitch from a bar to the next
 * @param lift how far above its bar a label is
 */
record TimeLineRoom(int width, int left, int right, int pitch, int lift) {

  static TimeLineRoom of(Fit fit) {
    return switch (fit) {
      case ROOMY -> new TimeLineRoom(720, 190, 696, 28, 0);
      case TIGHT -> new TimeLineRoom(328, 16, 312, 48, 20);
    };
  }
}
