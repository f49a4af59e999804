package dev.rootbridge.kube;

import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.kube.WorldReader.Sighting;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.LocalRootsView;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlanner;
import dev.rootbridge.sync.TargetData;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the ConfigMaps that pods mount current.
 *
 * <p>One change (a rotated root) touches many namespaces, and every change wants the same question
 * answered: given the world, what must be written? So the loop is level-triggered over the whole
 * world. Any event asks for a pass; events within {@link #DEBOUNCE_MILLIS} of each other share one;
 * a pass plans from the caches and carries out the difference in parallel. A pass also comes round
 * without events, since overlaps end by time alone and failed writes are to be tried again.
 */
public final class SyncLoop implements PlanView, LocalRootsView, TrustDirectory, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SyncLoop.class);
  private static final int DEBOUNCE_MILLIS = 100;

  private final SyncSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService passes =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sync-loop"));
  private final ExecutorService writers;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final TargetConfigMaps targets;
  private final LocalAnchors localAnchors;
  private final WorldReader reader;
  private final StatusWriter statuses;
  private final LocalRootLog localRootLog = new LocalRootLog();
  private final Events events;
  private final SourceReport sourceReport;
  private final Map<String, String> failures = new ConcurrentHashMap<>();

  /** The informers speak before the last part is made. */
  private volatile boolean complete;

  private volatile Optional<SyncPlan> latest = Optional.empty();
  private volatile AdmissionSnapshot snapshot = AdmissionSnapshot.EMPTY;

  /** Starts following the cluster; the first plan comes once all caches are filled. */
  public SyncLoop(
      KubernetesClient client, SyncSettings settings, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.clock = clock;
    this.writers = Executors.newFixedThreadPool(settings.writers());
    this.targets = new TargetConfigMaps(client, this::request);
    this.localAnchors = new LocalAnchors(client, settings.namespace(), this::request);
    this.reader = new WorldReader(client, settings, targets, localAnchors, clock, this::request);
    this.statuses = new StatusWriter(client);
    this.events = new Events(client, settings.instance(), clock);
    this.sourceReport = new SourceReport(events::say, meters, clock);
    complete = true;
    request();
    long resync = settings.resync().toMillis();
    var unused =
        passes.scheduleWithFixedDelay(this::request, resync, resync, TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<SyncPlan> latest() {
    return latest;
  }

  @Override
  public LocalRoots kept() {
    return localAnchors.read();
  }

  @Override
  public NamespaceLookup find(String namespace) {
    return snapshot.find(namespace);
  }

  private void request() {
    if (complete && !passes.isShutdown() && requested.compareAndSet(false, true)) {
      CompletableFuture<Void> pass =
          CompletableFuture.runAsync(
              this::pass,
              CompletableFuture.delayedExecutor(DEBOUNCE_MILLIS, TimeUnit.MILLISECONDS, passes));
      var unused =
          pass.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.error("a pass ended early; the next one starts afresh", failure);
                }
              });
    }
  }

  private void pass() {
    requested.set(false);
    if (!reader.hasSynced()) {
      return;
    }
    // The API keeps whole seconds; dates that were kept must come out as they went in.
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Sighting sighting = reader.look(latest, failures, now);
    SyncPlan plan = SyncPlanner.plan(sighting.world());
    snapshot = AdmissionSnapshot.of(sighting.world(), plan, settings.strictness());
    latest = Optional.of(plan);
    localRootLog.tell(plan.local());
    // First what a restart in the middle starts from: the local anchors and the statuses.
    tryToWrite("what is known of the local roots", () -> localAnchors.write(plan.local().roots()));
    writeStatuses(sighting, plan);
    sourceReport.report(plan);
    CompletableFuture.allOf(
            plan.actions().stream()
                .map(action -> CompletableFuture.runAsync(() -> apply(action), writers))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    failures.keySet().retainAll(plan.actions().stream().map(Action::namespace).toList());
  }

  private void writeStatuses(Sighting sighting, SyncPlan plan) {
    for (SyncPlan.Domain domain : plan.domains()) {
      tryToWrite(
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
      tryToWrite(
          statusOf(invalid.resource().getMetadata().getName()),
          () -> statuses.writeInvalid(invalid.resource(), invalid.problem(), plan.madeAt()));
    }
  }

  private static String statusOf(String name) {
    return "the status of FederatedTrustDomain " + name;
  }

  private static void tryToWrite(String what, Runnable write) {
    try {
      write.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        // Deleted since the caches were read; there is nobody left to tell.
        return;
      }
      LOG.warnf("can't write %s, trying again: %s", what, e.getMessage());
    }
  }

  private void apply(Action action) {
    try {
      targets.apply(action);
      failures.remove(action.namespace());
      LOG.infof("%s", described(action));
    } catch (KubernetesClientException e) {
      failures.put(action.namespace(), "can't be written: " + e.getMessage());
      LOG.warnf("%s failed, trying again: %s", described(action), e.getMessage());
    }
  }

  private static String described(Action action) {
    return (action instanceof Action.Write ? "write" : "delete")
        + " ConfigMap "
        + action.namespace()
        + "/"
        + TargetData.CONFIG_MAP;
  }

  @Override
  public void close() {
    passes.shutdownNow();
    writers.shutdown();
    reader.close();
    localAnchors.close();
    targets.close();
    events.close();
  }
}
