package dev.rootbridge.kube;

import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.RemoteTrustDirectories;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.kube.WorldReader.Sighting;
import dev.rootbridge.sync.ChangesView;
import dev.rootbridge.sync.EventsView;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.LocalRootsView;
import dev.rootbridge.sync.MeshPlanner;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlanner;
import dev.rootbridge.sync.ToldEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps the ConfigMaps that pods mount current.
 *
 * <p>One change (a rotated root) touches many namespaces, and every change wants the same question
 * answered: given the world, what must be written? So the loop is level-triggered over the whole
 * world. Any event asks for a pass; events that come close together share one, see {@link
 * PassPace}; a pass plans from the caches, and never waits for anything to be written. A pass also
 * comes round without events, since overlaps end by time alone and failed writes are to be tried
 * again.
 *
 * <p>Every replica plans, for its own admissions. The one that holds the lease hands its plans on
 * to be written.
 */
public final class SyncLoop
    implements PlanView, ChangesView, EventsView, LocalRootsView, TrustDirectory, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SyncLoop.class);
  private static final int LAST_PASS_SECONDS = 3;

  private final SyncSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService passes =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sync-loop"));
  private final PassPace pace = new PassPace();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Leadership leadership;
  private final LocalAnchors localAnchors;
  private final WorldReader reader;
  private final OutboundNetwork network;
  private final RemoteClusters remotes;
  private final PlanWriter writer;
  private final SyncMetrics metrics;
  private final UnwrittenTargets unwritten = new UnwrittenTargets();
  private final DiscoveryLog discovery = new DiscoveryLog();
  private final LocalRootLog localRootLog = new LocalRootLog();
  private final TrustJournal journal = new TrustJournal();
  private final ToldEvents told = new ToldEvents();
  private final Events events;
  private final SourceReport sourceReport;
  private final MissedPodReport missedPods;

  /** The informers speak before the last part is made. */
  private volatile boolean complete;

  private volatile Optional<Planned> latest = Optional.empty();
  private volatile AdmissionSnapshot snapshot = AdmissionSnapshot.EMPTY;

  /**
   * @param term in which it was made, if this replica is the one that writes
   */
  private record Planned(SyncPlan plan, Optional<Term> term) {}

  /** Starts following the cluster; the first plan comes once all caches are filled. */
  public SyncLoop(
      KubernetesClient client, SyncSettings settings, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.clock = clock;
    this.leadership =
        new Leadership(
            client, settings.namespace(), settings.instance(), settings.lease(), this::request);
    WriteGate gate = new WriteGate(leadership::term);
    KubernetesClient writing = WriteClient.of(client, gate::waitFor);
    this.metrics = new SyncMetrics(meters, () -> leadership.term().isPresent());
    this.localAnchors = new LocalAnchors(client, writing, settings.namespace(), this::request);
    this.network = new OutboundNetwork(settings.sourceAddresses());
    this.remotes =
        new RemoteClusters(
            client, network, settings, leadership, clock, metrics, told, this::request);
    this.reader =
        new WorldReader(client, network, settings, remotes, localAnchors, clock, this::request);
    this.writer =
        new PlanWriter(
            localAnchors,
            new StatusWriter(writing),
            new TargetQueue(
                new TargetWriter(writing)::apply, settings.writes(), gate, metrics, this::request),
            remotes,
            gate,
            this::request);
    this.events = new Events(client, settings.instance(), clock, told::add);
    this.sourceReport = new SourceReport(events::say, meters, clock);
    this.missedPods = new MissedPodReport(events::say, reader::reference);
    complete = true;
    request();
    long resync = settings.resync().toMillis();
    var unused =
        passes.scheduleWithFixedDelay(this::request, resync, resync, TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<SyncPlan> latest() {
    return latest.map(Planned::plan);
  }

  @Override
  public Changes changes() {
    return journal.changes();
  }

  @Override
  public List<ToldEvent> told() {
    return told.told();
  }

  /** Where whatever tells events has them remembered. */
  ToldEvents journalOfEvents() {
    return told;
  }

  @Override
  public LocalRoots kept() {
    return localAnchors.read().home();
  }

  @Override
  public NamespaceLookup find(String namespace) {
    return snapshot.find(namespace, leadership.writing());
  }

  /** What is known of the remote clusters that are answered for. */
  public RemoteTrustDirectories remotes() {
    return remotes;
  }

  /** The term in which this replica is the one that writes, for what else only one may write. */
  Optional<Term> term() {
    return leadership.term();
  }

  private void request() {
    if (complete && !passes.isShutdown() && requested.compareAndSet(false, true)) {
      CompletableFuture<Void> pass =
          CompletableFuture.runAsync(
              () -> pace.measure(this::pass),
              CompletableFuture.delayedExecutor(
                  pace.pause().toMillis(), TimeUnit.MILLISECONDS, passes));
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
    Optional<Term> term = leadership.term().filter(this::hasTakenOver);
    Sighting sighting = reader.look(memory(term, now), now);
    SyncPlan bundles = SyncPlanner.plan(sighting.world());
    SyncPlan plan =
        sighting
            .mesh()
            .map(mesh -> MeshPlanner.extend(bundles, mesh, sighting.world().home().failures()))
            .orElse(bundles);
    snapshot =
        AdmissionSnapshot.of(
            sighting.world().home(), plan.home(), plan.federated(), settings.strictness());
    latest = Optional.of(new Planned(plan, term));
    remotes.planned(sighting.world(), plan, settings.strictness());
    unwritten.planned(plan.home(), plan.madeAt());
    discovery.tell(plan);
    localRootLog.tell(plan.home().local());
    journal.planned(
        sighting.world(),
        plan,
        term.isPresent() ? TrustJournal.Role.LEADER : TrustJournal.Role.FOLLOWER);
    metrics.planned(plan);
    term.ifPresentOrElse(
        leading -> {
          writer.write(leading, sighting, plan);
          sourceReport.report(plan, sighting.resources());
          missedPods.report(plan.home().missed());
          remotes.tell(plan);
        },
        () -> {
          writer.forget();
          sourceReport.forget();
        });
  }

  private WorldReader.Memory memory(Optional<Term> term, Instant now) {
    return new WorldReader.Memory(
        latest.filter(last -> term.isPresent() && last.term().equals(term)).map(Planned::plan),
        latest(),
        term.isPresent(),
        term.isPresent() ? writer.failures() : unwritten.overdue(now),
        term.isPresent() ? writer.unrecorded() : Map.of());
  }

  /**
   * A new leader begins where the one before left off; until its caches show all of that, it plans
   * as those that don't write.
   */
  private boolean hasTakenOver(Term term) {
    if (latest.flatMap(Planned::term).filter(term::equals).isPresent()) {
      return true;
    }
    try {
      boolean isCurrent = reader.isCurrent();
      if (!isCurrent) {
        request();
      }
      return isCurrent;
    } catch (KubernetesClientException e) {
      LOG.warnf("can't see yet where the leader before left off: %s", Causes.describe(e));
      return false;
    }
  }

  @Override
  public void close() {
    passes.shutdownNow();
    try {
      // One that is under way may still hand its plan on.
      if (!passes.awaitTermination(LAST_PASS_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a pass was left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    leadership.close();
    events.close();
    reader.close();
    localAnchors.close();
    remotes.close();
    network.close();
  }
}
