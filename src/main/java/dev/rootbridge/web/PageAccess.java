package dev.rootbridge.web;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Decides who may read the page. */
public interface PageAccess {

  /**
   * Doesn't block, and never fails: what can't be found out is {@link Verdict.Unavailable}.
   *
   * @param authorization the header that the reader sent; empty if none
   */
  CompletionStage<Verdict> check(Optional<String> authorization);

  /** What became of it. */
  sealed interface Verdict {

    /** The reader may. */
    record Granted() implements Verdict {}

    /**
     * Nobody knows who that is.
     *
     * @param message what to send instead
     */
    record Unauthenticated(String message) implements Verdict {}

    /**
     * That one may not.
     *
     * @param message what right is missing
     */
    record Forbidden(String message) implements Verdict {}

    /**
     * Nobody can be asked, so nobody is let in.
     *
     * @param message why
     */
    record Unavailable(String message) implements Verdict {}
  }
}
