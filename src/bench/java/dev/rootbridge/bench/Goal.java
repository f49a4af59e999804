package dev.rootbridge.bench;

import java.util.Locale;
import java.util.Objects;

/**
 * What a measured value should reach.
 *
 * @param name what is measured, in a few words
 * @param limit the last value that is good enough
 * @param unit of the limit and of what is measured; empty for ratios
 */
public record Goal(String name, Bound bound, double limit, String unit, Weight weight) {

  /** On which side of the limit it is good. */
  public enum Bound {
    AT_MOST("≤"),
    AT_LEAST("≥");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** What it means to miss the goal. */
  public enum Weight {
    /** The machine may just be slow: it is told. */
    REPORTED,
    /** It's the same on every machine: the build fails. */
    REQUIRED
  }

  public Goal {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(bound, "bound");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(weight, "weight");
  }

  /** A duration or another figure that depends on the machine. */
  public static Goal atMost(String name, double limit, String unit) {
    return new Goal(name, Bound.AT_MOST, limit, unit, Weight.REPORTED);
  }

  /** A figure of the same run over another one of it. */
  public static Goal ratioAtLeast(String name, double limit) {
    return new Goal(name, Bound.AT_LEAST, limit, "", Weight.REQUIRED);
  }

  /** As {@link #ratioAtLeast}. */
  public static Goal ratioAtMost(String name, double limit) {
    return new Goal(name, Bound.AT_MOST, limit, "", Weight.REQUIRED);
  }

  /** A figure that any machine should reach, such as how much memory is used. */
  public static Goal requiredAtMost(String name, double limit, String unit) {
    return new Goal(name, Bound.AT_MOST, limit, unit, Weight.REQUIRED);
  }

  /** False also for what is no number: nothing measured reaches nothing. */
  boolean isReachedBy(double value) {
    return switch (bound) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
    };
  }

  String text() {
    return bound.sign + " " + text(limit);
  }

  String text(double value) {
    String number = String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
