package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import dev.rootbridge.bench.Sample;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** When the bundle of each namespace became what it should be, as a watch shows it. */
final class Arrivals implements Watcher<ConfigMap> {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  private final int certificates;
  private final Map<String, Long> nanos = new ConcurrentHashMap<>();
  private final AtomicInteger events = new AtomicInteger();

  private Arrivals(int certificates) {
    this.certificates = certificates;
  }

  /**
   * What a change led to.
   *
   * @param seconds for each namespace, from right before the change
   * @param writes of bundles that there were
   */
  record Spread(Sample seconds, int writes) {

    double total() {
      return seconds.percentile(100);
    }
  }

  /**
   * Makes a change, and waits until the bundle of every namespace holds so many certificates.
   *
   * @param certificates more or fewer than before
   */
  static Spread of(LargeCluster cluster, int certificates, Runnable change) {
    var bundles =
        cluster
            .admin()
            .configMaps()
            .inAnyNamespace()
            .withField("metadata.name", LargeCluster.BUNDLE);
    String version = bundles.list().getMetadata().getResourceVersion();
    Arrivals arrivals = new Arrivals(certificates);
    Watch watch =
        bundles.watch(new ListOptionsBuilder().withResourceVersion(version).build(), arrivals);
    try {
      long start = System.nanoTime();
      change.run();
      int wanted = cluster.namespaces().size();
      await("bundles of %d certificates in all namespaces".formatted(certificates))
          .atMost(LIMIT)
          .until(() -> arrivals.nanos.size() == wanted);
      return new Spread(
          Sample.of(arrivals.nanos.values().stream().map(at -> (at - start) / 1e9).toList()),
          arrivals.events.get());
    } finally {
      watch.close();
    }
  }

  @Override
  public void eventReceived(Action action, ConfigMap bundle) {
    events.incrementAndGet();
    String pem = bundle.getData().getOrDefault("root-cert.pem", "");
    if (pem.split(BEGIN, -1).length - 1 == certificates) {
      nanos.putIfAbsent(bundle.getMetadata().getNamespace(), System.nanoTime());
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("the watch ended", cause);
  }
}
