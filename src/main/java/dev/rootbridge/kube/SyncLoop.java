package dev.rootbridge.kube;

import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.kube.WorldReader.Sighting;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.SyncPlanner;
import dev.rootbridge.sync.TargetKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
public final class SyncLoop implements PlanView, TrustDirectory, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SyncLoop.class);
  private static final int DEBOUNCE_MILLIS = 100;

  private final SyncSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService passes =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sync-loop"));
  private final ExecutorService writers;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final TargetConfigMaps targets;
  private final TargetWriter writer;
  private final LocalAnchors localAnchors;
  private final WorldReader reader;
  private final StatusWriter statuses;
  private final Events events;
  private final MissedPodReport missedPods;
  private final Map<TargetKey, String> failures = new ConcurrentHashMap<>();

  /** The informers speak before the last part is made. */
  private volatile boolean complete;

  private volatile Optional<SyncPlan> latest = Optional.empty();
  private volatile AdmissionSnapshot snapshot = AdmissionSnapshot.EMPTY;

  /** Starts following the cluster; the first plan comes once all caches are filled. */
  public SyncLoop(KubernetesClient client, SyncSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.writers = Executors.newFixedThreadPool(settings.writers());
    this.targets = new TargetConfigMaps(client, this::request);
    this.writer = new TargetWriter(client);
    this.localAnchors = new LocalAnchors(client, settings.namespace(), this::request);
    this.reader = new WorldReader(client, settings, targets, localAnchors, this::request);
    this.statuses = new StatusWriter(client);
    this.events = new Events(client, settings.instance(), clock);
    this.missedPods = new MissedPodReport(events::say, reader::reference);
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
    snapshot =
        AdmissionSnapshot.of(
            sighting.world().home(), plan.home(), plan.federated(), settings.strictness());
    latest = Optional.of(plan);
    // First what a restart in the middle starts from: the local anchors and the statuses.
    tryToWrite(
        "what is known of the local roots",
        () -> localAnchors.write(plan.home().local().anchors()));
    writeStatuses(sighting, plan);
    CompletableFuture.allOf(
            plan.home().actions().stream()
                .map(action -> CompletableFuture.runAsync(() -> apply(action), writers))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    failures.keySet().retainAll(plan.home().actions().stream().map(Action::target).toList());
    missedPods.report(plan.home().missed());
  }

  private void writeStatuses(Sighting sighting, SyncPlan plan) {
    for (SyncPlan.Domain domain : plan.domains()) {
      tryToWrite(
          statusOf(domain.trust().name()),
          () ->
              statuses.write(
                  sighting.resources().get(domain.trust().name()), domain, plan.madeAt()));
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
      writer.apply(action);
      failures.remove(action.target());
      LOG.infof("%s", described(action));
    } catch (KubernetesClientException e) {
      failures.put(action.target(), "can't be written: " + e.getMessage());
      LOG.warnf("%s failed, trying again: %s", described(action), e.getMessage());
    }
  }

  private static String described(Action action) {
    return (action instanceof Action.Write ? "write" : "delete") + " ConfigMap " + action.target();
  }

  @Override
  public void close() {
    passes.shutdownNow();
    writers.shutdown();
    events.close();
    reader.close();
    localAnchors.close();
    targets.close();
  }
}
