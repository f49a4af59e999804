package dev.rootbridge.kube;

import java.time.Duration;

/**
 * Judges by what is heard of one informer whether what it holds can be taken for what is there.
 * Times are those of one monotonic clock, in nanoseconds.
 */
final class Following {

  /** A watch that ends is normally followed by the next within a second; longer is an outage. */
  private static final long GRACE = Duration.ofSeconds(20).toNanos();

  /** A first list takes less; whoever waits for it longer would let one server hold up others. */
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  /** An answer of which nothing more comes: a server may drip it, a byte every few seconds. */
  private static final long SILENCE = Duration.ofMinutes(2).toNanos();

  private final long begun;
  private long lastHeard;
  private long lastWatching;
  private boolean hasFailed;
  private boolean isRefused;

  /** How far the informer is. */
  enum Phase {
    LISTING,
    /** It has all, and waits for a watch. */
    LISTED,
    WATCHING
  }

  /** What that means. */
  enum Verdict {
    /** No answer yet, neither good nor bad. */
    STARTING,
    FOLLOWED,
    /** The API server can't be reached, refuses, or isn't to be believed. */
    LOST,
    /** The same, and this informer won't find out when that changes. */
    HOPELESS
  }

  private Following(long begun) {
    this.begun = begun;
    this.lastHeard = begun;
    this.lastWatching = begun;
  }

  /** The first informer has begun. */
  static Following from(long now) {
    return new Following(now);
  }

  /** One has begun that takes the place of this one's, which is an outage until it has listed. */
  Following renewed(long now) {
    Following next = new Following(now);
    next.hasFailed = true;
    return next;
  }

  /** An object came. */
  synchronized void heard(long now) {
    lastHeard = now;
  }

  /** The API server couldn't be reached, or answered with an error. */
  synchronized void failed(long now) {
    lastHeard = now;
    hasFailed = true;
  }

  /** It sent what nobody asked for, or too much: nothing more is to come of this one. */
  synchronized void refused(long now) {
    lastHeard = now;
    isRefused = true;
  }

  synchronized boolean isRefused() {
    return isRefused;
  }

  synchronized Verdict at(long now, Phase phase) {
    if (isRefused) {
      return now - lastHeard > GRACE ? Verdict.HOPELESS : Verdict.LOST;
    }
    return switch (phase) {
      case WATCHING -> {
        lastWatching = now;
        hasFailed = false;
        yield Verdict.FOLLOWED;
      }
      case LISTED -> now - lastWatching > GRACE ? Verdict.HOPELESS : Verdict.FOLLOWED;
      case LISTING -> {
        if (now - lastHeard > SILENCE) {
          yield Verdict.HOPELESS;
        }
        yield hasFailed || now - begun > PATIENCE ? Verdict.LOST : Verdict.STARTING;
      }
    };
  }
}
