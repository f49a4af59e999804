package dev.rootbridge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens in whatever order, API servers believe what replicas show. */
class ServingHistoryPropertyTest {

  /** What may happen next. */
  enum Event {
    /** The leader decides on what is there, and does it. */
    STEP,
    /** The leader decides, and is stopped before it does it. */
    PAUSE_BEFORE_WRITING,
    /** What was stopped goes on, although another leads by now. */
    WAKE_UP,
    /** A replica looks at the Secret. */
    ONE_REPLICA_LOOKS,
    AN_HOUR,
    TWENTY_DAYS,
    /** So long that the CA is about to be replaced; leaves were renewed meanwhile. */
    CA_IS_DUE,
    /** The same to shortly before its end. */
    LAST_MINUTES_OF_THE_CA,
    SOMEBODY_TAKES_THE_BUNDLE,
    THEY_LET_GO_OF_IT,
    DELETE_SECRET,
    CORRUPT_CA_KEY,
    CORRUPT_CA,
    CORRUPT_LEAF,
    CORRUPT_NEXT_CA,
    /** The API server's clock is a year ahead for a while. */
    CLOCK_AHEAD,
    FURTHER_HOST
  }

  @Property(tries = 150)
  void atEveryMomentWhatIsShownIsBelieved(
      @ForAll("histories") List<Event> history, @ForAll("notices") Duration notice) {
    ServingHistory world = new ServingHistory(notice);
    for (Event event : history) {
      world.happens(event);
      assertThat(world.disbelieved()).as("after %s", event).isEmpty();
    }
  }

  @Property(tries = 60)
  void whenNothingMoreHappensAllReplicasShowAGoodCertificateSoon(
      @ForAll("histories") List<Event> history, @ForAll("notices") Duration notice) {
    ServingHistory world = new ServingHistory(notice);
    history.forEach(world::happens);
    world.theyLetGo();

    world.comesToRest();

    assertThat(world.disbelieved()).isEmpty();
    assertThat(world.replicasWithoutAGoodLeaf()).isZero();
  }

  /** Each write wakes the leader, so a plan without an end would be a loop. */
  @Property(tries = 100)
  void inOneMomentThereIsAnEndOfWrites(
      @ForAll("histories") List<Event> history, @ForAll("notices") Duration notice) {
    ServingHistory world = new ServingHistory(notice);
    for (Event event : history) {
      world.happens(event);
    }
    assertThat(world.writesAtOnce(9)).isLessThan(9);
  }

  @Provide
  Arbitrary<Duration> notices() {
    return Arbitraries.of(Duration.ZERO, Duration.ofDays(14));
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Arbitraries.frequency(
            Tuple.of(30, Event.STEP),
            Tuple.of(4, Event.PAUSE_BEFORE_WRITING),
            Tuple.of(4, Event.WAKE_UP),
            Tuple.of(12, Event.ONE_REPLICA_LOOKS),
            Tuple.of(6, Event.AN_HOUR),
            Tuple.of(6, Event.TWENTY_DAYS),
            Tuple.of(3, Event.CA_IS_DUE),
            Tuple.of(3, Event.LAST_MINUTES_OF_THE_CA),
            Tuple.of(3, Event.SOMEBODY_TAKES_THE_BUNDLE),
            Tuple.of(2, Event.THEY_LET_GO_OF_IT),
            Tuple.of(2, Event.DELETE_SECRET),
            Tuple.of(2, Event.CORRUPT_CA_KEY),
            Tuple.of(1, Event.CORRUPT_CA),
            Tuple.of(2, Event.CORRUPT_LEAF),
            Tuple.of(2, Event.CORRUPT_NEXT_CA),
            Tuple.of(1, Event.CLOCK_AHEAD),
            Tuple.of(1, Event.FURTHER_HOST))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
