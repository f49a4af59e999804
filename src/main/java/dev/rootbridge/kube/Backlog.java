package dev.rootbridge.kube;

import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlan.Seen;
import dev.rootbridge.sync.TargetKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * What is still to be written, and in which order: ConfigMaps that don't exist yet first, since
 * pods may be waiting for them, but not those alone, since somebody may delete them for as long as
 * he likes; and of these and those, each namespace in its turn. Of each target only the latest wish
 * counts, and no target is written twice at a time.
 *
 * <p>The caches that plans are made from lag behind our own writes. So what was done over a state
 * is not done again for a plan that still saw that state; and what failed rests for a while, alone.
 *
 * <p>Times are {@link System#nanoTime}. Not for several threads.
 */
final class Backlog {

  /** A version that was written over never comes back. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** One that was made may be deleted by somebody before any plan sees that it was there. */
  private static final Duration MADE = Duration.ofSeconds(10);

  /** One that couldn't be made for what is in its place may be possible in a moment. */
  private static final Duration NOT_MADE = Duration.ofMillis(500);

  /** Of five that are written, one is there already, if one is to be changed. */
  private static final int MISSING_IN_A_ROW = 4;

  /** A transient failure is worth telling when it doesn't pass. */
  private static final int TOLD_FROM = 3;

  private final Backoff backoff;
  private final Map<TargetKey, Action> wanted = new HashMap<>();
  private final Map<TargetKey, Action> inFlight = new HashMap<>();
  private final Map<TargetKey, Settled> settled = new HashMap<>();
  private final Map<TargetKey, Trouble> troubles = new HashMap<>();
  private final FairQueue missing = new FairQueue();
  private final FairQueue outdated = new FairQueue();
  private int missingInARow;
  private final PriorityQueue<Rest> resting =
      new PriorityQueue<>(Comparator.comparingLong(Rest::until));

  /** What was done, or found to be overtaken, over a state; until when not to do it again. */
  private record Settled(Optional<String> over, long until) {}

  /** Empty messages aren't told. */
  private record Trouble(int failures, String message, long until) {}

  private record Rest(TargetKey target, long until) {}

  Backlog(Backoff backoff) {
    this.backoff = backoff;
  }

  /** Takes over what the latest plan wants; what it doesn't want any more is forgotten. */
  void plan(Collection<Action> actions, long now) {
    wanted.clear();
    missing.clear();
    outdated.clear();
    resting.clear();
    actions.forEach(action -> wanted.put(action.target(), action));
    settled.keySet().removeIf(target -> !isKnown(target));
    troubles.keySet().removeIf(target -> !isKnown(target));
    actions.forEach(action -> queue(action, now));
  }

  void clear() {
    plan(List.of(), 0);
    settled.clear();
    troubles.clear();
  }

  private boolean isKnown(TargetKey target) {
    return wanted.containsKey(target) || inFlight.containsKey(target);
  }

  private void queue(Action action, long now) {
    TargetKey target = action.target();
    if (inFlight.containsKey(target)) {
      return;
    }
    long due = due(action, now);
    if (due - now > 0) {
      resting.add(new Rest(target, due));
    } else {
      (over(action).isEmpty() ? missing : outdated).add(target);
    }
  }

  private long due(Action action, long now) {
    long due = now;
    Settled done = settled.get(action.target());
    if (done != null && done.over().equals(over(action)) && done.until() - due > 0) {
      due = done.until();
    }
    Trouble trouble = troubles.get(action.target());
    return trouble != null && trouble.until() - due > 0 ? trouble.until() : due;
  }

  /** The version that the action was decided upon; empty if there was nothing. */
  private static Optional<String> over(Action action) {
    return action instanceof Action.Write write
        ? write.present().map(Seen::version)
        : Optional.of(((Action.Delete) action).present().version());
  }

  /**
   * In how many nanoseconds something can be done.
   *
   * @return not above 0 for now; empty for not before the next plan
   */
  Optional<Long> nanosToNext(long now) {
    wake(now);
    if (!missing.isEmpty() || !outdated.isEmpty()) {
      return Optional.of(0L);
    }
    return Optional.ofNullable(resting.peek()).map(next -> next.until() - now);
  }

  private void wake(long now) {
    while (!resting.isEmpty() && resting.peek().until() - now <= 0) {
      TargetKey target = resting.poll().target();
      Optional.ofNullable(wanted.get(target)).ifPresent(action -> queue(action, now));
    }
  }

  /** Takes what is to be done next; it is in flight until its outcome is told. */
  Optional<Action> next(long now) {
    wake(now);
    boolean isOutdatedsTurn = missingInARow >= MISSING_IN_A_ROW && !outdated.isEmpty();
    if (missing.isEmpty() || isOutdatedsTurn) {
      missingInARow = 0;
      return outdated.poll().map(this::take);
    }
    missingInARow++;
    return missing.poll().map(this::take);
  }

  private Action take(TargetKey target) {
    Action action = wanted.remove(target);
    inFlight.put(target, action);
    return action;
  }

  /** Takes note of what became of an action in flight. */
  void ended(Action action, WriteOutcome outcome, long now) {
    TargetKey target = action.target();
    inFlight.remove(target);
    if (outcome instanceof WriteOutcome.Failed failed) {
      int failures = Optional.ofNullable(troubles.get(target)).map(Trouble::failures).orElse(0) + 1;
      boolean isTold = failed.cause() == WriteOutcome.Cause.REFUSAL || failures >= TOLD_FROM;
      troubles.put(
          target,
          new Trouble(
              failures,
              isTold ? "can't be written: " + failed.message() : "",
              now + backoff.after(failures).toNanos()));
      wanted.putIfAbsent(target, action);
    } else if (!(outcome instanceof WriteOutcome.NotLeading)) {
      boolean isDone = outcome instanceof WriteOutcome.Done;
      Duration rest = over(action).isPresent() ? FOR_EVER : isDone ? MADE : NOT_MADE;
      settled.put(target, new Settled(over(action), now + rest.toNanos()));
      troubles.remove(target);
    }
    Optional.ofNullable(wanted.get(target)).ifPresent(newest -> queue(newest, now));
  }

  /** Why targets can't be written. */
  Map<TargetKey, String> failures() {
    return troubles.entrySet().stream()
        .filter(entry -> !entry.getValue().message().isEmpty())
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().message()));
  }
}
