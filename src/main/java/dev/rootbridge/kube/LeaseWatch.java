package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sees in every replica whether the one that writes is alive.
 *
 * <p>By when its renewals arrive rather than by the times in them, which come from another
 * machine's clock; only a lease that was there before this replica has to be judged by those. A
 * lease that was given up counts as fresh for as long as any other: whoever asks is itself one of
 * those that take it next.
 */
final class LeaseWatch implements AutoCloseable {

  private final Duration duration;
  private final WatchedObject<Lease> lease;
  private volatile Optional<Sight> last = Optional.empty();

  private record Sight(String version, long freshUntilNanos) {}

  LeaseWatch(KubernetesClient client, String namespace, String name, Duration duration) {
    this.duration = duration;
    this.lease =
        new WatchedObject<>(
            client.leases().inNamespace(namespace).withName(name), namespace, name, this::look);
    // The informer may have spoken before it was known here.
    look();
  }

  Writing writing() {
    return last.filter(sight -> System.nanoTime() - sight.freshUntilNanos() < 0).isPresent()
        ? Writing.ALIVE
        : Writing.STALLED;
  }

  private synchronized void look() {
    if (lease != null) {
      lease.object().ifPresent(this::see);
    }
  }

  private void see(Lease present) {
    String version = present.getMetadata().getResourceVersion();
    if (last.filter(sight -> sight.version().equals(version)).isEmpty()) {
      Duration left = last.isPresent() ? duration : duration.minus(age(present));
      last = Optional.of(new Sight(version, System.nanoTime() + left.toNanos()));
    }
  }

  /** At least zero, as this clock may be behind. */
  private static Duration age(Lease lease) {
    Instant now = Instant.now();
    return Optional.ofNullable(lease.getSpec())
        .map(LeaseSpec::getRenewTime)
        .map(renewed -> Duration.between(renewed.toInstant(), now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    lease.close();
  }
}
