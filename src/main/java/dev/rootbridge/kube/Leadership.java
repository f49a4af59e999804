package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Which replica writes: the holder of the Lease {@value #LEASE}. All of them stand for it, all the
 * time, and all see whether its holder is alive.
 */
final class Leadership implements AutoCloseable {

  static final String LEASE = "rootbridge";

  private static final Logger LOG = Logger.getLogger(Leadership.class);

  private final KubernetesClient client;
  private final LeaseSettings settings;
  private final FencedLock lock;
  private final LeaseWatch watch;
  private final ExecutorService elections =
      Executors.newSingleThreadExecutor(task -> daemon(task, "lease"));
  private CompletableFuture<?> candidacy = CompletableFuture.completedFuture(null);
  private boolean closed;

  /**
   * @param instance the name of this replica; two of the same name are told apart
   * @param onHeld told when this replica has become the one that writes
   */
  Leadership(
      KubernetesClient client,
      String namespace,
      String instance,
      LeaseSettings settings,
      Runnable onHeld) {
    this.client = impatient(client, settings);
    this.settings = settings;
    this.lock =
        new FencedLock(
            new LeaseLock(namespace, LEASE, instance + "_" + UUID.randomUUID()),
            settings.renewDeadline(),
            onHeld);
    this.watch = new LeaseWatch(client, namespace, LEASE, settings.duration());
    stand();
  }

  /** A try that hangs must leave time for another before the deadline. */
  private static KubernetesClient impatient(KubernetesClient client, LeaseSettings settings) {
    int limit = (int) settings.renewDeadline().dividedBy(2).toMillis();
    return client
        .adapt(NamespacedKubernetesClient.class)
        .withRequestConfig(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout(limit)
                .withRequestRetryBackoffLimit(0)
                .build())
        .call(impatient -> impatient);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** An elector is for one term; whoever lost the lease stands again. */
  private synchronized void stand() {
    if (closed) {
      return;
    }
    LeaderElector elector =
        new LeaderElectorBuilder(client, elections)
            .withConfig(
                new LeaderElectionConfig(
                    lock,
                    settings.duration(),
                    settings.renewDeadline(),
                    settings.retryPeriod(),
                    new LeaderCallbacks(
                        () -> LOG.info("this replica writes from now on"),
                        () -> LOG.info("this replica no longer writes"),
                        holder -> LOG.debugf("the lease is held by %s", holder)),
                    true,
                    LEASE))
            .build();
    candidacy = elector.start();
    var unused = candidacy.whenComplete((ended, failure) -> stand());
  }

  /** The present term, while this replica can be sure to be the only one that writes. */
  Optional<Term> term() {
    return lock.term();
  }

  /** Whether any replica can be relied on to write. */
  Writing writing() {
    return watch.writing();
  }

  /** Gives the lease up, so that another takes over at once. */
  @Override
  public void close() {
    CompletableFuture<?> last;
    synchronized (this) {
      closed = true;
      last = candidacy;
    }
    last.cancel(true);
    elections.shutdown();
    watch.close();
  }
}
