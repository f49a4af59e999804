package dev.rootbridge.kube;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks through what an exception was caused by. */
final class Causes {

  /** Chains of causes are short, unless one of them leads back to itself. */
  private static final int MAX_DEPTH = 20;

  private Causes() {}

  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The first cause in one line: what kind, and what it says of itself. */
  static String describeRoot(Throwable failure) {
    Throwable root = chain(failure).reduce(failure, (above, cause) -> cause);
    return root instanceof AddressRefusedException || root instanceof UnaskedException
        ? root.getMessage()
        : root.getClass().getSimpleName()
            + (root.getMessage() == null ? "" : ": " + oneLine(root.getMessage()));
  }

  /** What went wrong, in one line of at most a few hundred characters. */
  static String describe(Throwable failure) {
    return oneLine(Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getName()));
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_DEPTH);
  }

  /** A server's words, made fit for conditions and logs. */
  static String oneLine(String message) {
    String shortened = message.length() > 300 ? message.substring(0, 300) + "…" : message;
    return shortened.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
