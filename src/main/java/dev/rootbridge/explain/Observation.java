package dev.rootbridge.explain;

/**
 * One thing that was looked at.
 *
 * @param about what, in a word or two
 */
public record Observation(String about, Outcome outcome) {

  /** Whether it doesn't work as it is. */
  public boolean isFailure() {
    return outcome instanceof Outcome.Failed;
  }
}
