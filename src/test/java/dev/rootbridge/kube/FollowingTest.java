package dev.rootbridge.kube;

import static dev.rootbridge.kube.Following.Phase.LISTED;
import static dev.rootbridge.kube.Following.Phase.LISTING;
import static dev.rootbridge.kube.Following.Phase.WATCHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.Following.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FollowingTest {

  private final Following following = Following.from(0);

  @Test
  void anAnswerThatDoesNotEndHoldsUpNobodyForLong() {
    assertThat(following.at(seconds(30), LISTING)).isEqualTo(Verdict.STARTING);
    assertThat(following.at(seconds(31), LISTING)).isEqualTo(Verdict.LOST);
    assertThat(following.at(seconds(120), LISTING)).isEqualTo(Verdict.LOST);
    assertThat(following.at(seconds(121), LISTING)).isEqualTo(Verdict.HOPELESS);
  }

  @Test
  void aListThatGoesOnIsNotBegunAnew() {
    following.heard(seconds(119));

    assertThat(following.at(seconds(239), LISTING)).isEqualTo(Verdict.LOST);
    assertThat(following.at(seconds(240), LISTING)).isEqualTo(Verdict.HOPELESS);
  }

  @Test
  void anErrorIsAnOutageUntilThereIsAWatch() {
    following.failed(0);
    assertThat(following.at(0, LISTING)).isEqualTo(Verdict.LOST);

    assertThat(following.at(seconds(1), WATCHING)).isEqualTo(Verdict.FOLLOWED);
    assertThat(following.at(seconds(2), LISTING)).isEqualTo(Verdict.STARTING);
  }

  @Test
  void withoutAWatchWhatIsHeldCountsForAWhile() {
    following.at(seconds(100), WATCHING);

    assertThat(following.at(seconds(120), LISTED)).isEqualTo(Verdict.FOLLOWED);
    assertThat(following.at(seconds(121), LISTED)).isEqualTo(Verdict.HOPELESS);
  }

  @Test
  void theOneThatFollowsIsAnOutageUntilItHasListed() {
    Following next = following.renewed(seconds(200));

    assertThat(next.at(seconds(201), LISTING)).isEqualTo(Verdict.LOST);
    assertThat(next.at(seconds(202), WATCHING)).isEqualTo(Verdict.FOLLOWED);
  }

  @Test
  void nothingMoreIsTakenOfOneThatIsRefused() {
    following.refused(seconds(1));

    assertThat(following.isRefused()).isTrue();
    assertThat(following.at(seconds(2), WATCHING)).isEqualTo(Verdict.LOST);
    assertThat(following.at(seconds(22), WATCHING)).isEqualTo(Verdict.HOPELESS);
    assertThat(following.renewed(seconds(22)).isRefused()).isFalse();
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
