package dev.rootbridge.kube;

import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.sync.TargetKey;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A cluster that this one's istiod serves too: followed, and written to, through the access that a
 * Secret holds. One that is away keeps what it has, and holds up no other.
 *
 * <p>A changed Secret makes a new link; the one before goes only when the new one has seen all, so
 * that a rotated token is no outage.
 */
final class RemoteCluster implements AutoCloseable {

  private final OutboundNetwork network;
  private final PemLimits rootLimits;
  private final RemoteClusterSettings settings;
  private final RemoteSecret secret;
  private final Function<KubernetesClient, Events> events;
  private final Function<KubernetesClient, KubernetesClient> writing;
  private final Runnable onChange;
  private final TargetQueue queue;
  private final UnwrittenTargets unwritten = new UnwrittenTargets();
  private final MissedPodReport missedPods = new MissedPodReport(this::say, this::reference);
  private volatile Optional<RemoteLink> link = Optional.empty();
  private Optional<RemoteLink> next = Optional.empty();

  /** What there is to look at. */
  private sealed interface State {
    record Linked(RemoteLink link) implements State {}

    record Unseen(Failed why) implements State {}
  }

  /**
   * @param events tells of what happens in the cluster that it is given the client of
   * @param term the term in which this replica is sure to be the only one that writes
   */
  RemoteCluster(
      KubernetesClient home,
      OutboundNetwork network,
      PemLimits rootLimits,
      RemoteClusterSettings settings,
      Function<KubernetesClient, Events> events,
      WriteLimits limits,
      Supplier<Optional<Term>> term,
      SyncMetrics metrics,
      Runnable onChange) {
    WriteGate gate = new WriteGate(term);
    this.network = network;
    this.rootLimits = rootLimits;
    this.settings = settings;
    this.events = events;
    this.writing = client -> WriteClient.of(client, gate::waitFor);
    this.onChange = onChange;
    this.secret = new RemoteSecret(home, network.rule(), settings.access(), onChange);
    this.queue =
        new TargetQueue(Optional.of(settings.name()), this::write, limits, gate, metrics, onChange);
  }

  String name() {
    return settings.name();
  }

  String rootDescribed() {
    return settings.access().describe();
  }

  /** Whether it is seen, or known not to be. */
  boolean isSettled() {
    return !(follow() instanceof State.Unseen unseen
        && unseen.why().failure() == Failure.NOT_YET_READ);
  }

  /**
   * What can be seen of it.
   *
   * @param local what is known of its roots, with what their source says now
   * @param isLeading whether this replica is the one that writes
   * @param unneeded since when its targets have been needed by nobody
   */
  World.Remote look(
      Function<SourceReading, World.Local> local,
      boolean isLeading,
      Map<TargetKey, Instant> unneeded,
      Instant now) {
    State state = follow();
    if (state instanceof State.Unseen unseen) {
      return remote(new World.Remote.View.Unseen(unseen.why()));
    }
    RemoteLink linked = ((State.Linked) state).link();
    return remote(
        new World.Remote.View.Seen(
            linked
                .cluster()
                .look(
                    local.apply(linked.root()),
                    isLeading ? queue.failures() : unwritten.overdue(now),
                    unneeded)));
  }

  private World.Remote remote(World.Remote.View view) {
    return new World.Remote(settings.name(), settings.access(), view);
  }

  private synchronized State follow() {
    // Asked once: the Secret may change between two answers.
    RemoteSecret.Access access = secret.access();
    if (access instanceof RemoteSecret.Access.None none) {
      disconnect();
      return new State.Unseen(none.why());
    }
    RemoteAccess wanted = ((RemoteSecret.Access.Usable) access).access();
    if (next.or(() -> link).filter(newest -> newest.isOf(wanted)).isEmpty()) {
      next.ifPresent(RemoteLink::close);
      next =
          Optional.of(
              new RemoteLink(wanted, network, rootLimits, settings, events, writing, onChange));
    }
    if (next.filter(RemoteLink::hasSynced).isPresent()) {
      link.ifPresent(RemoteLink::close);
      link = next;
      next = Optional.empty();
      // What it knows of versions may be another API server's.
      queue.forget();
    }
    return link.<State>map(State.Linked::new)
        .orElseGet(() -> new State.Unseen(next.orElseThrow().whyUnseen(settings.name())));
  }

  private void disconnect() {
    next.ifPresent(RemoteLink::close);
    next = Optional.empty();
    link.ifPresent(RemoteLink::close);
    link = Optional.empty();
  }

  /** Takes note of what is still missing there. */
  void planned(SyncPlan.Cluster plan, Instant madeAt) {
    unwritten.planned(plan, madeAt);
  }

  void write(Term term, List<Action> actions) {
    queue.plan(term, actions);
  }

  /** Tells what made them of pods there that don't trust what they should. */
  void tell(MissedPods missed) {
    missedPods.report(missed);
  }

  private void say(Events.Note note) {
    link.ifPresent(found -> found.say(note));
  }

  private Optional<ObjectReference> reference(String namespace, PodOwner owner) {
    return link.flatMap(found -> found.cluster().reference(namespace, owner));
  }

  private WriteOutcome write(Action action, Fence fence) {
    return link.map(found -> found.write(action, fence))
        .orElseGet(
            () ->
                new WriteOutcome.Failed(
                    WriteOutcome.Cause.TRANSIENT, "there is no access to cluster " + name()));
  }

  /** Drops what isn't written yet: another replica writes now. */
  void forget() {
    queue.forget();
  }

  @Override
  public void close() {
    queue.close();
    secret.close();
    synchronized (this) {
      disconnect();
    }
  }
}
