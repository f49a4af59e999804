package dev.rootbridge.kube;

import dev.rootbridge.kube.WorldReader.Sighting;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetKey;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
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
      thread.execute(this::writeLatest);
    }
  }

  /** Drops what isn't written yet: another replica writes now. */
  void forget() {
    targets.forget();
    remotes.forget();
  }

  /** Why targets can't be written. */
  Map<TargetKey, String> failures() {
    return targets.failures();
  }

  private void writeLatest() {
    long busy = gate.nanosToWait();
    if (busy > 0) {
      var unused = thread.schedule(this::writeLatest, busy, TimeUnit.NANOSECONDS);
      return;
    }
    Handed handed = latest.getAndSet(null);
    if (!term.equals(Optional.of(handed.term()))) {
      localAnchors.forget();
      statuses.forget();
      term = Optional.of(handed.term());
    }
    if (writeRecords(handed)) {
      targets.plan(handed.term(), handed.plan().home().actions());
      remotes.write(handed.term(), handed.plan());
    }
  }

  /**
   * @return whether the ConfigMaps may follow: not if what the plan started from is no longer so
   */
  private boolean writeRecords(Handed handed) {
    SyncPlan plan = handed.plan();
    Sighting sighting = handed.sighting();
    boolean isUpToDate =
        tryToWrite(
            handed.term(), "what is known of the local roots", () -> localAnchors.write(plan));
    for (SyncPlan.Domain domain : plan.domains()) {
      isUpToDate &=
          tryToWrite(
              handed.term(),
              statusOf(domain.trust().name()),
              () ->
                  statuses.write(
                      sighting.resources().get(domain.trust().name()),
                      domain,
                      sighting.reading(domain.trust()),
                      plan.madeAt()));
    }
    statuses.retain(
        plan.domains().stream().map(domain -> domain.trust().uid()).collect(Collectors.toSet()));
    for (WorldReader.Invalid invalid : sighting.invalid()) {
      isUpToDate &=
          tryToWrite(
              handed.term(),
              statusOf(invalid.resource().getMetadata().getName()),
              () -> statuses.writeInvalid(invalid.resource(), invalid.problem(), plan.madeAt()));
    }
    return isUpToDate;
  }

  private static String statusOf(String name) {
    return "the status of FederatedTrustDomain " + name;
  }

  /**
   * @return false if somebody else has written meanwhile, or writes from now on
   */
  private boolean tryToWrite(Term planned, String what, Runnable write) {
    if (!gate.isOpen(planned)) {
      return false;
    }
    try {
      write.run();
    } catch (KubernetesClientException e) {
      switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT -> {
          LOG.debugf("%s has changed since it was read, planning anew", what);
          onSetback.run();
          return false;
        }
        case HttpURLConnection.HTTP_NOT_FOUND ->
            LOG.debugf("%s is gone since it was read, and with it those it was for", what);
        default -> LOG.warnf("can't write %s, trying again: %s", what, e.getMessage());
      }
    }
    return true;
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
