package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SyncPlan.Action;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.function.Function;

/**
 * A remote cluster as it is seen and written to with one kubeconfig. The next kubeconfig makes
 * another one.
 */
final class RemoteLink implements AutoCloseable {

  /** A first look takes less; the plan of this cluster waits for it when Rootbridge starts. */
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  private final RemoteAccess access;
  private final KubernetesClient client;
  private final ServedCluster cluster;
  private final ConfigMapSource root;
  private final TargetWriter writer;
  private final Events events;
  private final long opened = System.nanoTime();

  /**
   * @param events tells of what happens there, by the client that reads
   * @param writing makes the client that writes of the one that reads
   */
  RemoteLink(
      RemoteAccess access,
      OutboundNetwork network,
      PemLimits limits,
      RemoteClusterSettings settings,
      Function<KubernetesClient, Events> events,
      Function<KubernetesClient, KubernetesClient> writing,
      Runnable onChange) {
    this.access = access;
    this.client = access.connect(network);
    this.cluster = new ServedCluster(client, Room.ofRemoteCluster(), onChange);
    this.root =
        new ConfigMapSource(
            client, settings.access().root(), settings.access().describe(), limits, onChange);
    this.events = events.apply(client);
    this.writer = new TargetWriter(writing.apply(client));
  }

  boolean isOf(RemoteAccess other) {
    return access == other;
  }

  boolean hasSynced() {
    return cluster.hasSynced() && !isUnread(root.reading());
  }

  private static boolean isUnread(SourceReading reading) {
    return reading instanceof Failed failed && failed.failure() == Failure.NOT_YET_READ;
  }

  /**
   * Why nothing is seen yet.
   *
   * @param name the cluster's
   */
  Failed whyUnseen(String name) {
    if (root.reading() instanceof Failed failed && failed.failure() == Failure.UNREACHABLE) {
      return failed;
    }
    return new Failed(
        System.nanoTime() - opened > PATIENCE ? Failure.UNREACHABLE : Failure.NOT_YET_READ,
        "cluster "
            + name
            + " has not been read yet; if it stays so, see the log, and that"
            + " webhook-config/remote/rbac.yaml is applied there");
  }

  ServedCluster cluster() {
    return cluster;
  }

  SourceReading root() {
    return root.reading();
  }

  WriteOutcome write(Action action, Fence fence) {
    return writer.apply(action, fence);
  }

  void say(Events.Note note) {
    events.say(note);
  }

  @Override
  public void close() {
    events.close();
    root.close();
    cluster.close();
    client.close();
  }
}
