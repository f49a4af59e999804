package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The lease, and until when this replica may rely on it.
 *
 * <p>The elector's own word comes too late: a process that was paused wakes up with the threads
 * that write, and only then does a thread find out that the lease is lost. So what counts here is
 * when the last renewal that succeeded was begun, by two clocks. The wall clock is the one that the
 * other replicas judge by; it may be set back. The monotonic one may stand still while the whole
 * machine is suspended.
 */
final class FencedLock implements Lock {

  private final LeaseLock lease;
  private final Duration renewDeadline;
  private final Runnable onHeld;
  private volatile Optional<Held> held = Optional.empty();
  private long begunNanos;
  private long terms;

  private record Held(Term term, Instant until, long untilNanos) {
    boolean holds() {
      return Instant.now().isBefore(until) && System.nanoTime() - untilNanos < 0;
    }
  }

  FencedLock(LeaseLock lease, Duration renewDeadline, Runnable onHeld) {
    this.lease = lease;
    this.renewDeadline = renewDeadline;
    this.onHeld = onHeld;
  }

  /** The present term, while the lease can be relied on. */
  Optional<Term> term() {
    return held.filter(Held::holds).map(Held::term);
  }

  /** Each try of the elector begins with this. */
  @Override
  public LeaderElectionRecord get(KubernetesClient client) {
    begunNanos = System.nanoTime();
    LeaderElectionRecord found = read(client);
    if (found == null || !isOurs(found)) {
      held = Optional.empty();
    }
    return found;
  }

  /** The elector gives up for good on anything but the client's own exception. */
  private LeaderElectionRecord read(KubernetesClient client) {
    try {
      return lease.get(client);
    } catch (NullPointerException e) {
      throw new KubernetesClientException(
          "%s lacks fields that a lease must have: delete it".formatted(describe()), e);
    }
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord wanted) {
    lease.create(client, wanted);
    written(wanted);
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord wanted) {
    if (!isOurs(wanted)) {
      // It is being given up: from here on another may hold it.
      held = Optional.empty();
    }
    lease.update(client, wanted);
    written(wanted);
  }

  private void written(LeaderElectionRecord record) {
    if (!isOurs(record)) {
      return;
    }
    Optional<Held> before = held;
    // Lapsed or not: had another taken it meanwhile, get would have seen that.
    Term term = before.map(Held::term).orElseGet(() -> new Term(++terms));
    held =
        Optional.of(
            new Held(
                term,
                record.getRenewTime().toInstant().plus(renewDeadline),
                begunNanos + renewDeadline.toNanos()));
    if (before.filter(Held::holds).isEmpty()) {
      onHeld.run();
    }
  }

  private boolean isOurs(LeaderElectionRecord record) {
    return identity().equals(record.getHolderIdentity());
  }

  @Override
  public String identity() {
    return lease.identity();
  }

  @Override
  public String describe() {
    return lease.describe();
  }
}
