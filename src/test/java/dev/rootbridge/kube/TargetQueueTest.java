package dev.rootbridge.kube;

import static dev.rootbridge.kube.TestActions.creation;
import static dev.rootbridge.kube.TestActions.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.sync.SyncPlan.Action;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who writes when; the API server is a list that remembers what reached it. */
class TargetQueueTest {

  private static final Term FIRST = new Term(1);
  private static final Term SECOND = new Term(2);
  private static final WriteLimits UNLIMITED = new WriteLimits(2, 0, 1);

  private final List<Action> written = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> setbacks = new LinkedBlockingQueue<>();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private volatile Optional<Term> lease = Optional.of(FIRST);
  private final WriteGate gate = new WriteGate(() -> lease);
  private Optional<TargetQueue> open = Optional.empty();

  private interface Server {
    WriteOutcome take(Action action);
  }

  @AfterEach
  void close() {
    open.ifPresent(TargetQueue::close);
  }

  @Test
  void aSlowNamespaceHoldsUpNoOther() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    TargetQueue queue =
        start(
            UNLIMITED,
            action -> {
              if (action.target().equals(target("slow"))) {
                await().until(() -> slow.getCount() == 0);
              }
              return new WriteOutcome.Done();
            });

    queue.plan(FIRST, List.of(creation("slow", "1"), creation("a", "1")));
    queue.plan(FIRST, List.of(creation("slow", "1"), creation("b", "1")));

    await().until(() -> written.contains(creation("b", "1")));
    assertThat(written).doesNotContain(creation("slow", "1"));
    slow.countDown();
    await().until(() -> written.contains(creation("slow", "1")));
  }

  @Test
  void whoLostTheLeaseSendsNothingMore() {
    AtomicInteger left = new AtomicInteger(3);
    TargetQueue queue =
        start(
            new WriteLimits(1, 0, 1),
            action -> {
              if (left.decrementAndGet() == 0) {
                lease = Optional.empty();
              }
              return new WriteOutcome.Done();
            });

    queue.plan(FIRST, creations(100));

    await().until(() -> !setbacks.isEmpty());
    assertThat(written).hasSize(3);
    assertThat(meters.counter("rootbridge.writes", "kind", "write", "outcome", "not_leading"))
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
  }

  @Test
  void whatWasPlannedInAnEarlierTermIsNotWrittenInALaterOne() {
    TargetQueue queue = start(UNLIMITED, action -> new WriteOutcome.Done());
    lease = Optional.of(SECOND);

    queue.plan(FIRST, creations(10));
    await().until(() -> !setbacks.isEmpty());
    queue.plan(SECOND, List.of(creation("new", "1")));

    await().until(() -> !written.isEmpty());
    assertThat(written).containsExactly(creation("new", "1"));
  }

  @Test
  void theBudgetIsSpentOnceAndThenAsItComesIn() {
    TargetQueue queue = start(new WriteLimits(4, 1, 5), action -> new WriteOutcome.Done());
    long begin = System.nanoTime();

    queue.plan(FIRST, creations(7));

    await().until(() -> written.size() == 7);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void aBusyApiServerIsLeftAloneByAll() {
    Duration pause = Duration.ofSeconds(1);
    TargetQueue queue =
        start(
            new WriteLimits(1, 0, 1),
            action -> {
              if (action.target().equals(target("ns-0")) && written.isEmpty()) {
                gate.waitFor(pause);
              }
              return new WriteOutcome.Done();
            });
    long begin = System.nanoTime();

    queue.plan(FIRST, creations(3));

    await().until(() -> written.size() == 3);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(pause);
  }

  @Test
  void oneThatThrowsIsAFailureLikeAnyOther() {
    TargetQueue queue =
        start(
            UNLIMITED,
            action -> {
              if (action.target().equals(target("odd"))) {
                throw new IllegalStateException("odd");
              }
              return new WriteOutcome.Done();
            });

    queue.plan(FIRST, List.of(creation("odd", "1"), creation("a", "1"), creation("b", "1")));

    await().until(() -> written.size() == 2);
    await()
        .untilAsserted(
            () ->
                assertThat(queue.failures())
                    .containsEntry(
                        target("odd"), "can't be written: java.lang.IllegalStateException: odd"));
  }

  @Test
  void whatIsUnderWayWhenAllEndsIsFinished() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    TargetQueue queue =
        start(
            new WriteLimits(1, 0, 1),
            action -> {
              begun.countDown();
              await().until(() -> closing.getCount() == 0);
              return new WriteOutcome.Done();
            });
    queue.plan(FIRST, creations(2));
    await().until(() -> begun.getCount() == 0);

    Thread ending = new Thread(queue::close);
    ending.start();
    await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
    closing.countDown();

    await().until(() -> !ending.isAlive());
    assertThat(written).hasSize(1);
  }

  private TargetQueue start(WriteLimits limits, Server server) {
    TargetQueue queue =
        new TargetQueue(
            (action, fence) -> {
              try {
                fence.pass();
              } catch (Fence.Closed e) {
                return new WriteOutcome.NotLeading();
              }
              WriteOutcome outcome = server.take(action);
              written.add(action);
              return outcome;
            },
            limits,
            gate,
            new SyncMetrics(meters, () -> true),
            () -> setbacks.add("told"));
    open = Optional.of(queue);
    return queue;
  }

  private static List<Action> creations(int count) {
    return IntStream.range(0, count).mapToObj(number -> creation("ns-" + number, "1")).toList();
  }
}
