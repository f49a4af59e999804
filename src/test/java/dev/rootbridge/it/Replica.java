package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.kube.AddressRule;
import dev.rootbridge.kube.LeaseSettings;
import dev.rootbridge.kube.MeshSettings;
import dev.rootbridge.kube.RemoteSettings;
import dev.rootbridge.kube.SyncLoop;
import dev.rootbridge.kube.SyncSettings;
import dev.rootbridge.kube.WriteLimits;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A sync loop in this process, with the rights of the shipped manifests, behind a proxy. */
final class Replica implements AutoCloseable {

  static final String NAMESPACE = "rootbridge-system";

  /** Short, so that tests can wait for its end. */
  static final LeaseSettings SHORT =
      new LeaseSettings(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(500));

  /** So long that no test waits for its end. */
  static final LeaseSettings LONG =
      new LeaseSettings(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMillis(500));

  static final WriteLimits UNLIMITED = new WriteLimits(8, 0, 1);

  private final FaultProxy proxy;
  private final KubernetesClient client;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SyncLoop loop;

  private Replica(FaultProxy proxy, KubernetesClient client, SyncSettings settings) {
    this.proxy = proxy;
    this.client = client;
    this.loop = new SyncLoop(client, settings, Clock.systemUTC(), meters);
  }

  static Replica start(ApiServer cluster, String name, LeaseSettings lease, WriteLimits writes) {
    FaultProxy proxy = FaultProxy.before(cluster);
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(
                        Config.fromKubeconfig(proxy.kubeconfigOf(NAMESPACE, "rootbridge", "home")))
                    .withConnectionTimeout(5000)
                    .withRequestTimeout(10_000)
                    .withRequestRetryBackoffLimit(1)
                    .build())
            .build();
    return new Replica(
        proxy,
        client,
        new SyncSettings(
            new TrustDomain("cluster-b.example"),
            NAMESPACE,
            name,
            lease,
            new ConfigMapKey(IstioMesh.NAMESPACE, IstioMesh.ROOTS, "root-cert.pem"),
            Optional.empty(),
            new MeshSettings(IstioMesh.NAMESPACE, List.of("istio")),
            PemLimits.DEFAULTS,
            Duration.ofHours(25),
            AddressRule.allowing(List.of("127.0.0.0/8")),
            Duration.ofSeconds(1),
            writes,
            TargetPolicy.DEFAULT,
            RemoteSettings.NONE,
            Strictness.LENIENT));
  }

  /** What stands between it and the API server. */
  FaultProxy proxy() {
    return proxy;
  }

  /** Whether it is the one that writes. */
  boolean leads() {
    return gauge("rootbridge.leader") == 1;
  }

  double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  /** Over all counters with these tags, of which there may be none. */
  double count(String name, String... tags) {
    return meters.find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  void awaitLeading() {
    await("leadership").until(this::leads);
  }

  /** Waits for passes that begin from now on. */
  void awaitPasses(int count) {
    Instant after = Instant.now().plusSeconds(count);
    await("a plan after " + after)
        .until(() -> loop.latest().map(SyncPlan::madeAt).filter(after::isBefore).isPresent());
  }

  /** What a pod with a scope that nobody had before can count on. */
  Readiness ofANewScope(String namespace) {
    return loop.find(namespace) instanceof NamespaceLookup.OptedIn optedIn
        ? optedIn.trust().bundles().others()
        : Readiness.NOT_READY;
  }

  /** As its process would on SIGTERM. */
  void end() {
    loop.close();
    client.close();
    proxy.close();
  }

  @Override
  public void close() {
    end();
  }
}
