package dev.rootbridge.bench;

import java.util.Arrays;
import java.util.Collection;

/** Values that were measured of one thing. */
public final class Sample {

  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * In any order.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Sample of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    return new Sample(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
  }

  /**
   * The least value that so many percent of all don't exceed (nearest rank).
   *
   * @param percent above 0, at most 100
   */
  public double percentile(double percent) {
    return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
  }

  /** The one in the middle, or between the two in the middle. */
  public double median() {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
