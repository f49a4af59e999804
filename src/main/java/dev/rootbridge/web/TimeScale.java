package dev.rootbridge.web;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a moment is on a line that shows hours near now and years far from it: distances from now
 * are drawn by their logarithm, to either side. An overlap of a day would have no width beside a
 * root of ten years.
 *
 * @param past how far the line reaches back
 * @param future how far it reaches ahead
 * @param left where it begins, in units of the drawing
 * @param right where it ends
 */
record TimeScale(Instant now, Duration past, Duration future, int left, int right) {

  private static final double HOUR = 3600.0;

  /** On the line; what is beyond it, at its end. */
  int x(Instant moment) {
    double begin = -length(past);
    double end = length(future);
    double at = Math.max(begin, Math.min(end, signed(Duration.between(now, moment))));
    return left + (int) Math.round((right - left) * (at - begin) / (end - begin));
  }

  private static double signed(Duration distance) {
    return distance.isNegative() ? -length(distance.negated()) : length(distance);
  }

  private static double length(Duration distance) {
    return Math.log1p(distance.toSeconds() / HOUR);
  }
}
