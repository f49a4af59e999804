package dev.rootbridge.kube;

import dev.rootbridge.kube.WorldReader.Sighting;
import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetKey;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Carries out plans, of which only the latest counts: first what a new leader or a restart in the
 * middle would start from, the local anchors and the statuses; then the ConfigMaps, whose {@link
 * TargetQueue} works on by itself.
 */
final class PlanWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PlanWriter.class);
  private static final int LAST_WORDS_SECONDS = 3;

  private final LocalAnchors localAnchors;
  private final StatusWriter statuses;
  private final TargetQueue targets;
  private final RemoteClusters remotes;
  private final WriteGate gate;
  private final Runnable onSetback;
  private final AtomicReference<Handed> latest = new AtomicReference<>();
  private final Map<String, String> unrecorded = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "plan-writer"));
  private Optional<Term> term = Optional.empty();

  /** A plan, what it was made from, and the term that it was made in. */
  private record Handed(Term term, Sighting sighting, SyncPlan plan) {}

  PlanWriter(
      LocalAnchors localAnchors,
      StatusWriter statuses,
      TargetQueue targets,
      RemoteClusters remotes,
      WriteGate gate,
      Runnable onSetback) {
    this.localAnchors = localAnchors;
    this.statuses = statuses;
    this.targets = targets;
    this.remotes = remotes;
    this.gate = gate;
    this.onSetback = onSetback;
  }

  /** Takes the plan in place of those that wait; never blocks. */
  void write(Term planned, Sighting sighting, SyncPlan plan) {
    if (latest.getAndSet(new Handed(planned, sighting, plan)) == null && !thread.isShutdown()) {
      thread.execute(this::writeNext);
    }
  }

  /** Drops what isn't written yet: another replica writes now. */
  void forget() {
    targets.forget();
    remotes.forget();
  }

  /**
   * By the uid of its resource, why the status of a domain can't be written. Plans are to be made
   * in knowledge of that, since what isn't recorded must not be published.
   */
  Map<String, String> unrecorded() {
    return Map.copyOf(unrecorded);
  }

  /** Why targets can't be written. */
  Map<TargetKey, String> failures() {
    return targets.failures();
  }

  private void writeNext() {
    try {
      writeLatest();
    } catch (RuntimeException e) {
      // The executor would drop it without a word, and with it this plan.
      LOG.error("the writing of a plan ended early; the next one starts afresh", e);
    }
  }

  private void writeLatest() {
    long busy = gate.nanosToWait();
    if (busy > 0) {
      var unused = thread.schedule(this::writeNext, busy, TimeUnit.NANOSECONDS);
      return;
    }
    Handed handed = latest.getAndSet(null);
    if (!term.equals(Optional.of(handed.term()))) {
      localAnchors.forget();
      statuses.forget();
      unrecorded.clear();
      term = Optional.of(handed.term());
    }
    if (writeRecords(handed)) {
      targets.plan(handed.term(), handed.plan().home().actions());
      remotes.write(handed.term(), handed.plan());
    }
  }

  /**
   * @return whether the ConfigMaps may follow: not if what the plan started from is no longer so,
   *     nor if they would hold what isn't recorded
   */
  private boolean writeRecords(Handed handed) {
    SyncPlan plan = handed.plan();
    Sighting sighting = handed.sighting();
    boolean mayFollow = mayFollow(handed);
    for (SyncPlan.Domain domain : plan.domains()) {
      mayFollow &=
          isRecorded(
              domain.trust().uid(),
              tryToWrite(
                  handed.term(),
                  statusOf(domain.trust().name()),
                  unwritten(domain.trust().name())
                      .and(Field.DOMAIN, domain.trust().trustDomain().name()),
                  () ->
                      statuses.write(
                          sighting.resources().get(domain.trust().name()),
                          domain,
                          sighting.reading(domain.trust()),
                          plan.madeAt())));
    }
    Set<String> present =
        plan.domains().stream().map(domain -> domain.trust().uid()).collect(Collectors.toSet());
    statuses.retain(present);
    unrecorded.keySet().retainAll(present);
    for (WorldReader.Invalid invalid : sighting.invalid()) {
      mayFollow &=
          !(tryToWrite(
                  handed.term(),
                  statusOf(invalid.resource().getMetadata().getName()),
                  unwritten(invalid.resource().getMetadata().getName()),
                  () -> statuses.writeInvalid(invalid.resource(), invalid.problem(), plan.madeAt()))
              instanceof Result.Overtaken);
    }
    return mayFollow;
  }

  /** Roots of this cluster that aren't recorded are in no bundle; those before may go on. */
  private boolean mayFollow(Handed handed) {
    Result result =
        tryToWrite(
            handed.term(),
            "what is known of the local roots",
            unwritten(LocalAnchors.CONFIG_MAP)
                .and(Field.DOMAIN, handed.plan().home().local().trustDomain().name()),
            () -> localAnchors.write(handed.plan()));
    return result instanceof Result.Done
        || (result instanceof Result.Failed && localAnchors.hold(handed.plan()));
  }

  /**
   * @return whether the plan was made in knowledge of it
   */
  private boolean isRecorded(String uid, Result result) {
    if (result instanceof Result.Overtaken) {
      return false;
    }
    Optional<String> now =
        result instanceof Result.Failed failed ? Optional.of(failed.problem()) : Optional.empty();
    Optional<String> before =
        Optional.ofNullable(
            now.isPresent() ? unrecorded.put(uid, now.get()) : unrecorded.remove(uid));
    if (before.isPresent() != now.isPresent()) {
      onSetback.run();
    }
    return now.isEmpty() || before.isPresent();
  }

  private static String statusOf(String name) {
    return "the status of FederatedTrustDomain " + name;
  }

  private static About unwritten(String name) {
    return About.the(Field.NAME, name).and(Field.REASON, "StatusNotWritten");
  }

  private Result tryToWrite(Term planned, String what, About about, Runnable write) {
    if (!gate.isOpen(planned)) {
      return new Result.Overtaken();
    }
    try {
      write.run();
    } catch (KubernetesClientException e) {
      switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT -> {
          LOG.debugf("%s has changed since it was read, planning anew", what);
          onSetback.run();
          return new Result.Overtaken();
        }
        case HttpURLConnection.HTTP_NOT_FOUND ->
            LOG.debugf("%s is gone since it was read, and with it those it was for", what);
        default -> {
          String problem = Causes.describe(e);
          about.log(() -> LOG.warnf("can't write %s, trying again: %s", what, problem));
          return new Result.Failed(problem);
        }
      }
    }
    return new Result.Done();
  }

  /** What came of a write. */
  private sealed interface Result {
    record Done() implements Result {}

    record Failed(String problem) implements Result {}

    /** Somebody else has written meanwhile, or writes from now on. */
    record Overtaken() implements Result {}
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
        LOG.warn("the write of a status was cut off");
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    targets.close();
  }
}
