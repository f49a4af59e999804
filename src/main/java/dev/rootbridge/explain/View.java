package dev.rootbridge.explain;

import java.util.Optional;
import java.util.function.Function;

/**
 * What was looked at, or why it can't be seen: not every caller may see everything, and what is
 * unknown must not pass for what is not there.
 */
public sealed interface View<T> {

  /** It was looked at. */
  record Seen<T>(T value) implements View<T> {}

  /**
   * It couldn't be.
   *
   * @param why what, where and the remedy; one line
   */
  record Unseen<T>(String why) implements View<T> {}

  static <T> View<T> of(T value) {
    return new Seen<>(value);
  }

  /** What was seen; empty where nothing was. */
  default Optional<T> seen() {
    return this instanceof Seen<T> seen ? Optional.of(seen.value()) : Optional.empty();
  }

  /** Why nothing was seen; empty where something was. */
  default Optional<String> unseen() {
    return this instanceof Unseen<T> unseen ? Optional.of(unseen.why()) : Optional.empty();
  }

  default <R> View<R> map(Function<T, R> change) {
    return this instanceof Seen<T> seen
        ? new Seen<>(change.apply(seen.value()))
        : new Unseen<>(((Unseen<T>) this).why());
  }
}
