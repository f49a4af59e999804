package dev.rootbridge.kube;

import dev.rootbridge.inject.RemoteTrustDirectories;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.inject.TrustDirectory;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.ToldEvent;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The remote clusters of the configuration: seen, written to, and answered for. */
final class RemoteClusters implements RemoteTrustDirectories, AutoCloseable {

  /** How long the first plan waits for them; without one of them, its counts would be off. */
  private static final Duration HEAD_START = Duration.ofSeconds(5);

  private final List<RemoteCluster> clusters = new ArrayList<>();
  private final Supplier<Writing> writing;
  private final long started = System.nanoTime();
  private volatile Map<String, AdmissionSnapshot> snapshots = Map.of();

  /**
   * @param leadership which replica writes
   */
  RemoteClusters(
      KubernetesClient home,
      OutboundNetwork network,
      SyncSettings settings,
      Leadership leadership,
      Clock clock,
      SyncMetrics metrics,
      ToldEvents told,
      Runnable onChange) {
    this.writing = leadership::writing;
    Map<String, AdmissionSnapshot> empty = new HashMap<>();
    for (RemoteClusterSettings remote : settings.remotes().clusters()) {
      clusters.add(
          new RemoteCluster(
              home,
              network,
              settings.sourceLimits(),
              remote,
              client ->
                  new Events(
                      client, settings.instance(), clock, event -> told.add(there(event, remote))),
              settings.writes(),
              leadership::term,
              metrics,
              onChange));
      empty.put(remote.name(), AdmissionSnapshot.EMPTY);
    }
    snapshots = Map.copyOf(empty);
  }

  private static ToldEvent there(ToldEvent event, RemoteClusterSettings remote) {
    return new ToldEvent(
        event.at(),
        event.type(),
        event.about() + " in cluster " + remote.name(),
        event.reason(),
        event.message(),
        event.count());
  }

  /** Whether each is seen, or known not to be, or has had its time. */
  boolean areSettled() {
    return System.nanoTime() - started > HEAD_START.toNanos()
        || clusters.stream().allMatch(RemoteCluster::isSettled);
  }

  /**
   * @param local what is known of a cluster's roots, with what their source says now
   * @param last the last plan, and with it since when targets have been needed by nobody
   * @param isLeading whether this replica is the one that writes
   */
  List<World.Remote> look(
      BiFunction<RemoteCluster, SourceReading, World.Local> local,
      Optional<SyncPlan> last,
      boolean isLeading,
      Instant now) {
    Map<String, SyncPlan.Cluster> before = last.map(SyncPlan::remoteClusters).orElse(Map.of());
    return clusters.stream()
        .map(
            cluster ->
                cluster.look(
                    reading -> local.apply(cluster, reading),
                    isLeading,
                    Optional.ofNullable(before.get(cluster.name()))
                        .map(SyncPlan.Cluster::unneeded)
                        .orElse(Map.of()),
                    now))
        .toList();
  }

  /** Answers from this plan on. A cluster that isn't seen any more isn't answered for either. */
  void planned(World world, SyncPlan plan, Strictness strictness) {
    Map<String, SyncPlan.Cluster> planned = plan.remoteClusters();
    Map<String, AdmissionSnapshot> next = new HashMap<>();
    for (World.Remote remote : world.remotes()) {
      next.put(
          remote.name(),
          remote.view() instanceof World.Remote.View.Seen seen
              ? AdmissionSnapshot.of(
                  seen.cluster(), planned.get(remote.name()), plan.federated(), strictness)
              : AdmissionSnapshot.EMPTY);
    }
    snapshots = Map.copyOf(next);
    clusters.forEach(
        cluster ->
            Optional.ofNullable(planned.get(cluster.name()))
                .ifPresent(found -> cluster.planned(found, plan.madeAt())));
  }

  /** Replaces all that nobody has begun with by what the latest plan wants. */
  void write(Term term, SyncPlan plan) {
    Map<String, SyncPlan.Cluster> planned = plan.remoteClusters();
    clusters.forEach(
        cluster ->
            Optional.ofNullable(planned.get(cluster.name()))
                .ifPresent(found -> cluster.write(term, found.actions())));
  }

  /** Tells the owners of pods that don't trust what they should, in their own clusters. */
  void tell(SyncPlan plan) {
    Map<String, SyncPlan.Cluster> planned = plan.remoteClusters();
    clusters.forEach(
        cluster ->
            Optional.ofNullable(planned.get(cluster.name()))
                .ifPresent(found -> cluster.tell(found.missed())));
  }

  /** Drops what isn't written yet: another replica writes now. */
  void forget() {
    clusters.forEach(RemoteCluster::forget);
  }

  @Override
  public Optional<TrustDirectory> find(String cluster) {
    return snapshots.containsKey(cluster)
        ? Optional.of(namespace -> snapshots.get(cluster).find(namespace, writing.get()))
        : Optional.empty();
  }

  @Override
  public void close() {
    clusters.forEach(RemoteCluster::close);
  }
}
