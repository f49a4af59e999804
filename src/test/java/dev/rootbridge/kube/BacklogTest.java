package dev.rootbridge.kube;

import static dev.rootbridge.kube.TestActions.change;
import static dev.rootbridge.kube.TestActions.creation;
import static dev.rootbridge.kube.TestActions.removal;
import static dev.rootbridge.kube.TestActions.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.WriteOutcome.Cause;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.TargetKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
    plan(change("a", "1", "v1"), creation("b", "1"), removal("c", "v1"), creation("d", "1"));

    assertThat(List.of(next(), next(), next(), next()))
        .extracting(action -> action.target().namespace())
        .containsExactly("b", "d", "a", "c");
    assertThat(backlog.next(now)).isEmpty();
  }

  @Test
  void whoDeletesHisAgainAndAgainDoesNotKeepOthersFromTheirs() {
    List<Action> deleted =
        IntStream.range(0, 21)
            .<Action>mapToObj(number -> creation(new TargetKey("noisy", "t" + number), "1"))
            .toList();
    Action revocation = change("quiet", "1", "v1");
    List<Action> wanted = new ArrayList<>(deleted);
    wanted.add(revocation);

    List<Action> taken = new ArrayList<>();
    for (int pass = 0; pass < 5; pass++) {
      plan(wanted.toArray(Action[]::new));
      taken.add(next());
      end(taken.get(pass), OVERTAKEN);
      now += Duration.ofSeconds(1).toNanos();
    }

    assertThat(taken).contains(revocation);
  }

  @Test
  void eachNamespaceHasItsTurnWhateverPlansComeBetween() {
    List<String> taken = new ArrayList<>();
    for (int pass = 0; pass < 4; pass++) {
      plan(
          change("a", "1", "v" + pass),
          change("b", "1", "v" + pass),
          change("c", "1", "v" + pass),
          change("d", "1", "v" + pass));
      Action first = next();
      taken.add(first.target().namespace());
      end(first, DONE);
    }

    assertThat(taken).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aLaterPlanTakesThePlaceOfWhatNobodyHasBegunWith() {
    plan(creation("a", "1"), creation("b", "1"));

    plan(creation("a", "2"));

    assertThat(next()).isEqualTo(creation("a", "2"));
    assertThat(backlog.next(now)).isEmpty();
  }

  @Test
  void noTargetIsWrittenTwiceAtATime() {
    plan(change("a", "1", "v1"));
    Action first = next();

    plan(change("a", "2", "v2"));

    assertThat(backlog.next(now)).isEmpty();
    end(first, DONE);
    assertThat(next()).isEqualTo(change("a", "2", "v2"));
  }

  @Test
  void aCacheThatLagsBehindMakesNothingTwice() {
    plan(creation("a", "1"), change("b", "1", "v1"), removal("c", "v1"));
    List.of(next(), next(), next()).forEach(action -> end(action, DONE));

    plan(creation("a", "1"), change("b", "2", "v1"), removal("c", "v1"));

    assertThat(backlog.next(now)).isEmpty();
  }

  @Test
  void whatTheCacheShowsAnewIsWrittenAnew() {
    plan(change("a", "1", "v1"), change("b", "1", "v1"));
    List.of(next(), next()).forEach(action -> end(action, DONE));

    plan(change("a", "1", "v3"), creation("b", "1"));

    assertThat(List.of(next(), next()))
        .containsExactlyInAnyOrder(change("a", "1", "v3"), creation("b", "1"));
  }

  @Test
  void whatWasMadeAndDeletedBeforeAPlanSawItIsMadeAgain() {
    plan(creation("a", "1"));
    end(next(), DONE);
    plan(creation("a", "1"));
    assertThat(backlog.next(now)).isEmpty();

    now += Duration.ofSeconds(10).toNanos();

    assertThat(backlog.nanosToNext(now)).contains(0L);
    assertThat(next()).isEqualTo(creation("a", "1"));
  }

  @Test
  void whatWasMadeSeenAndDeletedIsMadeAgainAtOnce() {
    plan(creation("a", "1"));
    end(next(), DONE);
    plan();

    plan(creation("a", "1"));

    assertThat(next()).isEqualTo(creation("a", "1"));
  }

  @Test
  void whatSomebodyElseChangedMeanwhileWaitsForAPlanThatKnows() {
    plan(change("a", "1", "v1"));
    end(next(), OVERTAKEN);

    plan(change("a", "1", "v1"));

    assertThat(backlog.next(now)).isEmpty();
    assertThat(backlog.failures()).isEmpty();
    plan(change("a", "1", "v2"));
    assertThat(next()).isEqualTo(change("a", "1", "v2"));
  }

  @Test
  void whatFailsRestsAloneForLongerAndLonger() {
    plan(creation("a", "1"), creation("b", "1"));
    end(next(), REFUSED);

    assertThat(backlog.failures())
        .containsExactly(Map.entry(target("a"), "can't be written: exceeded quota"));
    assertThat(next()).isEqualTo(creation("b", "1"));
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
    plan(creation("a", "1"));
    end(next(), REFUSED);

    plan(creation("a", "2"));

    assertThat(backlog.next(now)).isEmpty();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(next()).isEqualTo(creation("a", "2"));
  }

  @Test
  void aFailureThatMayPassIsToldWhenItDoesNot() {
    plan(creation("a", "1"));
    for (int round = 0; round < 2; round++) {
      end(next(), UNANSWERED);
      assertThat(backlog.failures()).isEmpty();
      now += Duration.ofMinutes(1).toNanos();
    }

    end(next(), UNANSWERED);

    assertThat(backlog.failures()).containsValue("can't be written: the API server doesn't answer");
  }

  @Test
  void whatIsNoLongerWantedIsNoLongerAFailure() {
    plan(creation("a", "1"));
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
