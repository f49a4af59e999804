package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.TargetKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Writes the ConfigMaps of one cluster, apart from planning: a plan hands over what it wants, and
 * workers carry it out as the budget allows. So neither a slow namespace nor a large change holds
 * up the next plan, whose wishes replace those that nobody has begun with.
 */
final class TargetQueue implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TargetQueue.class);

  /** As in the condition Published. */
  private static final String WRITE_FAILED = "WriteFailed";

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /** For requests that are under way when all ends. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Optional<String> cluster;
  private final BiFunction<Action, Fence, WriteOutcome> writer;
  private final WriteGate gate;
  private final WriteBudget budget;
  private final Runnable onSetback;
  private final SyncMetrics metrics;
  private final ExecutorService workers;
  private final Backlog backlog = new Backlog(new Backoff(FIRST_RETRY, LAST_RETRY, new Random()));

  private Optional<Term> term = Optional.empty();
  private boolean closed;

  /** An action with the term that it was planned in. */
  private record Task(Action action, Term term) {}

  /**
   * @param writer carries out one action, see {@link TargetWriter#apply}
   * @param onSetback told when something couldn't be written, for the next plan to look again
   */
  TargetQueue(
      BiFunction<Action, Fence, WriteOutcome> writer,
      WriteLimits limits,
      WriteGate gate,
      SyncMetrics metrics,
      Runnable onSetback) {
    this(Optional.empty(), writer, limits, gate, metrics, onSetback);
  }

  /**
   * @param cluster the remote one that it is; empty for this one
   */
  TargetQueue(
      Optional<String> cluster,
      BiFunction<Action, Fence, WriteOutcome> writer,
      WriteLimits limits,
      WriteGate gate,
      SyncMetrics metrics,
      Runnable onSetback) {
    this.cluster = cluster;
    this.writer = writer;
    this.gate = gate;
    this.budget = new WriteBudget(limits);
    this.metrics = metrics;
    this.onSetback = onSetback;
    this.workers =
        Executors.newFixedThreadPool(limits.writers(), task -> new Thread(task, "target-writer"));
    for (int worker = 0; worker < limits.writers(); worker++) {
      workers.execute(this::work);
    }
  }

  /** Replaces all that nobody has begun with by what the latest plan wants. */
  synchronized void plan(Term planned, Collection<Action> actions) {
    if (!term.equals(Optional.of(planned))) {
      backlog.clear();
      term = Optional.of(planned);
    }
    backlog.plan(actions, System.nanoTime());
    notifyAll();
  }

  /** Drops everything: another replica writes now. */
  synchronized void forget() {
    backlog.clear();
    term = Optional.empty();
  }

  /** Why targets can't be written. */
  synchronized Map<TargetKey, String> failures() {
    return backlog.failures();
  }

  private void work() {
    try {
      Optional<Task> task = next();
      while (task.isPresent()) {
        Action action = task.get().action();
        ended(task.get(), attempt(action, task.get().term()));
        task = next();
      }
    } catch (InterruptedException e) {
      // Time is up; what is under way is cut off.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next one; empty when all ends. */
  private synchronized Optional<Task> next() throws InterruptedException {
    while (!closed) {
      long now = System.nanoTime();
      Optional<Long> due = backlog.nanosToNext(now).map(wait -> Math.max(wait, gate.nanosToWait()));
      if (due.isEmpty()) {
        wait();
        continue;
      }
      long wait = due.get() > 0 ? due.get() : budget.take();
      if (wait <= 0) {
        Optional<Action> action = backlog.next(now);
        return action.map(found -> new Task(found, term.orElseThrow()));
      }
      TimeUnit.NANOSECONDS.timedWait(this, wait);
    }
    return Optional.empty();
  }

  private WriteOutcome attempt(Action action, Term planned) {
    try {
      return writer.apply(action, new Requests(planned));
    } catch (RuntimeException e) {
      // One that nobody thought of must not end the worker, which nobody would miss.
      about(action, WRITE_FAILED).log(() -> LOG.errorf(e, "%s failed", described(action)));
      return new WriteOutcome.Failed(WriteOutcome.Cause.REFUSAL, e.toString());
    }
  }

  private void ended(Task task, WriteOutcome outcome) {
    Action action = task.action();
    note(task, outcome);
    metrics.written(action, outcome);
    if (outcome instanceof WriteOutcome.Done) {
      about(action, reason(action)).log(() -> LOG.infof("%s", described(action)));
      return;
    }
    if (outcome instanceof WriteOutcome.Failed failed) {
      about(action, WRITE_FAILED)
          .log(() -> LOG.warnf("%s failed, trying again: %s", described(action), failed.message()));
    } else {
      LOG.debugf("%s is no longer to be done: %s", described(action), outcome);
    }
    onSetback.run();
  }

  private synchronized void note(Task task, WriteOutcome outcome) {
    boolean isPast = !term.equals(Optional.of(task.term()));
    if (outcome instanceof WriteOutcome.NotLeading && !isPast) {
      backlog.clear();
    }
    backlog.ended(
        task.action(), isPast ? new WriteOutcome.NotLeading() : outcome, System.nanoTime());
    notifyAll();
  }

  private String described(Action action) {
    return (action instanceof Action.Write ? "write" : "delete")
        + " ConfigMap "
        + action.target()
        + cluster.map(name -> " of cluster " + name).orElse("");
  }

  private About about(Action action, String reason) {
    TargetKey target = action.target();
    String domains =
        action instanceof Action.Write write ? String.join(",", write.content().domains()) : "";
    return About.the(Field.DOMAIN, domains)
        .and(Field.CLUSTER, cluster.orElse(""))
        .and(Field.NAMESPACE, target.namespace())
        .and(Field.NAME, target.name())
        .and(Field.REASON, reason);
  }

  /** Why it was to be done, not what became of it. */
  private static String reason(Action action) {
    if (action instanceof Action.Write write) {
      return write.present().isEmpty() ? "Missing" : "Outdated";
    }
    return "Unneeded";
  }

  /** Lets what is under way end, and begins with nothing else. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    workers.shutdown();
    try {
      if (!workers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
        LOG.warn("writes were cut off");
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The requests of one action: all of them pass the gate, and those after the first are owed. */
  private final class Requests implements Fence {
    private final Term planned;
    private boolean isBegun;

    Requests(Term planned) {
      this.planned = planned;
    }

    @Override
    public void pass() throws Closed {
      if (!gate.isOpen(planned)) {
        throw new Closed();
      }
      if (isBegun) {
        budget.owe();
      }
      isBegun = true;
    }
  }
}
