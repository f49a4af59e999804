package dev.rootbridge.kube;

import static dev.rootbridge.kube.TestActions.create;
import static dev.rootbridge.kube.TestActions.delete;
import static dev.rootbridge.kube.TestActions.target;
import static dev.rootbridge.kube.TestActions.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.WriteOutcome.Cause;
import dev.rootbridge.sync.SyncPlan.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final WriteOutcome DONE = new WriteOutcome.Done();
  private static final WriteOutcome OVERTAKEN = new WriteOutcome.Overtaken();
  private static final WriteOutcome REFUSED =
      new WriteOutcome.Failed(Cause.REFUSAL, "exceeded quota");
  private static final WriteOutcome UNANSWERED =
      new WriteOutcome.Failed(Cause.TRANSIENT, "the API server doesn't answer");

  private final Backlog backlog =
      new Backlog(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), () -> 0));

  /** Near the end of its range, since that is where clocks of this kind may start. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

  @Test
  void whatPodsMayWaitForComesFirst() {
    plan(update("a", "1", "v1"), create("b", "1"), delete("c", "v1"), create("d", "1"));

    assertThat(List.of(next(), next(), next(), next()))
        .extracting(action -> action.target().namespace())
        .containsExactly("b", "d", "a", "c");
    assertThat(backlog.next(now)).isEmpty();
  }

  @Test
  void aLaterPlanTakesThePlaceOfWhatNobodyHasBegunWith() {
    plan(create("a", "1"), create("b", "1"));

    plan(create("a", "2"));

    assertThat(next()).isEqualTo(create("a", "2"));
    assertThat(backlog.next(now)).isEmpty();
  }

  @Test
  void noTargetIsWrittenTwiceAtATime() {
    plan(update("a", "1", "v1"));
    Action first = next();

    plan(update("a", "2", "v2"));

    assertThat(backlog.next(now)).isEmpty();
    end(first, DONE);
    assertThat(next()).isEqualTo(update("a", "2", "v2"));
  }

  @Test
  void aCacheThatLagsBehindMakesNothingTwice() {
    plan(create("a", "1"), update("b", "1", "v1"), delete("c", "v1"));
    List.of(next(), next(), next()).forEach(action -> end(action, DONE));

    plan(create("a", "1"), update("b", "2", "v1"), delete("c", "v1"));

    assertThat(backlog.next(now)).isEmpty();
  }

  @Test
  void whatTheCacheShowsAnewIsWrittenAnew() {
    plan(update("a", "1", "v1"), update("b", "1", "v1"));
    List.of(next(), next()).forEach(action -> end(action, DONE));

    plan(update("a", "1", "v3"), create("b", "1"));

    assertThat(List.of(next(), next()))
        .containsExactlyInAnyOrder(update("a", "1", "v3"), create("b", "1"));
  }

  @Test
  void whatWasMadeAndDeletedBeforeAPlanSawItIsMadeAgain() {
    plan(create("a", "1"));
    end(next(), DONE);
    plan(create("a", "1"));
    assertThat(backlog.next(now)).isEmpty();

    now += Duration.ofSeconds(10).toNanos();

    assertThat(backlog.nanosToNext(now)).contains(0L);
    assertThat(next()).isEqualTo(create("a", "1"));
  }

  @Test
  void whatWasMadeSeenAndDeletedIsMadeAgainAtOnce() {
    plan(create("a", "1"));
    end(next(), DONE);
    plan();

    plan(create("a", "1"));

    assertThat(next()).isEqualTo(create("a", "1"));
  }

  @Test
  void whatSomebodyElseChangedMeanwhileWaitsForAPlanThatKnows() {
    plan(update("a", "1", "v1"));
    end(next(), OVERTAKEN);

    plan(update("a", "1", "v1"));

    assertThat(backlog.next(now)).isEmpty();
    assertThat(backlog.failures()).isEmpty();
    plan(update("a", "1", "v2"));
    assertThat(next()).isEqualTo(update("a", "1", "v2"));
  }

  @Test
  void whatFailsRestsAloneForLongerAndLonger() {
    plan(create("a", "1"), create("b", "1"));
    end(next(), REFUSED);

    assertThat(backlog.failures()).containsExactly(
        Map.entry(target("a"), "can't be written: exceeded quota"));
    assertThat(next()).isEqualTo(create("b", "1"));
    assertThat(backlog.nanosToNext(now)).contains(Duration.ofSeconds(1).toNanos());

    now += Duration.ofSeconds(1).toNanos();
    end(next(), REFUSED);
    assertThat(backlog.nanosToNext(now)).contains(Duration.ofSeconds(2).toNanos());

    now += Duration.ofSeconds(2).toNanos();
    end(next(), DONE);
    assertThat(backlog.failures()).isEmpty();
    assertThat(backlog.nanosToNext(now)).isEmpty();
  }

  @Test
  void aNewPlanDoesNotCutARestShort() {
    plan(create("a", "1"));
    end(next(), REFUSED);

    plan(create("a", "2"));

    assertThat(backlog.next(now)).isEmpty();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(next()).isEqualTo(create("a", "2"));
  }

  @Test
  void aFailureThatMayPassIsToldWhenItDoesNot() {
    plan(create("a", "1"));
    for (int round = 0; round < 2; round++) {
      end(next(), UNANSWERED);
      assertThat(backlog.failures()).isEmpty();
      now += Duration.ofMinutes(1).toNanos();
    }

    end(next(), UNANSWERED);

    assertThat(backlog.failures())
        .containsValue("can't be written: the API server doesn't answer");
  }

  @Test
  void whatIsNoLongerWantedIsNoLongerAFailure() {
    plan(create("a", "1"));
    end(next(), REFUSED);

    plan();

    assertThat(backlog.failures()).isEmpty();
    assertThat(backlog.nanosToNext(now)).isEmpty();
  }

  private void plan(Action... actions) {
    backlog.plan(List.of(actions), now);
  }

  private Action next() {
    Optional<Action> next = backlog.next(now);
    assertThat(next).isPresent();
    return next.get();
  }

  private void end(Action action, WriteOutcome outcome) {
    backlog.ended(action, outcome, now);
  }
}
