package dev.rootbridge.kube;

import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The open sources, one for each {@code FederatedTrustDomain} that there is. */
final class Sources implements AutoCloseable {

  /** The kubelet takes longer to change a mounted file. */
  private static final Duration FILE_PERIOD = Duration.ofSeconds(10);

  private static final Duration DISCOVERY_INTERVAL = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final PemLimits limits;
  private final OutboundNetwork network;
  private final Clock clock;
  private final Runnable onChange;
  private final Map<String, Open> open = new HashMap<>();
  private Optional<TrustBundleApi> trustBundleApi = Optional.empty();
  private volatile KnownBundles known = KnownBundles.NONE;

  private record Open(SourceSpec spec, TrustSource source) {}

  /**
   * @param limits what one source may hold at most
   */
  Sources(
      KubernetesClient client,
      PemLimits limits,
      OutboundNetwork network,
      Clock clock,
      Runnable onChange) {
    this.client = client;
    this.limits = limits;
    this.network = network;
    this.clock = clock;
    this.onChange = onChange;
  }

  /**
   * Opens what is new or changed, and closes what is no longer wanted.
   *
   * @param present what is trusted now, by which endpoints are known
   * @param sequences of the documents that were taken last
   */
  void follow(
      Collection<FederatedTrust> wanted,
      KnownBundles present,
      Function<FederatedTrust, OptionalLong> sequences) {
    known = present;
    Map<String, SourceSpec> specs =
        wanted.stream().collect(Collectors.toMap(FederatedTrust::name, FederatedTrust::source));
    for (String name : Set.copyOf(open.keySet())) {
      if (!open.get(name).spec().equals(specs.get(name))) {
        open.remove(name).source().close();
      }
    }
    for (FederatedTrust trust : wanted) {
      open.computeIfAbsent(
          trust.name(),
          added -> new Open(trust.source(), open(trust.source(), sequences.apply(trust))));
    }
  }

  SourceReading reading(FederatedTrust trust) {
    return open.get(trust.name()).source().reading();
  }

  /** Opens one that isn't a domain's. */
  TrustSource openSource(SourceSpec spec) {
    return open(spec, OptionalLong.empty());
  }

  private TrustSource open(SourceSpec spec, OptionalLong sequence) {
    return new GuardedSource(unguarded(spec, sequence), spec.describe());
  }

  private TrustSource unguarded(SourceSpec spec, OptionalLong sequence) {
    if (spec instanceof SourceSpec.Inline inline) {
      return new InlineSource(inline, limits);
    }
    if (spec instanceof SourceSpec.Unreadable unreadable) {
      return new InlineSource(new Failed(Failure.MALFORMED, unreadable.problem()));
    }
    if (spec instanceof SourceSpec.PemFile file) {
      return new PemFileSource(file, limits, FILE_PERIOD, onChange);
    }
    if (spec instanceof SourceSpec.ConfigMapKey configMap) {
      return new ConfigMapSource(client, configMap, configMap.describe(), limits, onChange);
    }
    if (spec instanceof SourceSpec.SecretKey secret) {
      return new SecretSource(client, secret, limits, onChange);
    }
    if (spec instanceof SourceSpec.ClusterTrustBundles bundles) {
      return new ClusterTrustBundleSource(client, bundles, trustBundleApi(), limits, onChange);
    }
    if (spec instanceof SourceSpec.BundleEndpoint endpoint) {
      return new BundleEndpointSource(
          network,
          endpoint,
          sequence,
          new EndpointTrust(network, domain -> known.of(domain), clock),
          PollingPace.DEFAULT,
          limits,
          onChange);
    }
    return new RemoteClusterSource(
        client, network, (SourceSpec.RemoteCluster) spec, limits, onChange);
  }

  /** Clusters that nobody reads ClusterTrustBundles from aren't asked about them. */
  private TrustBundleApi trustBundleApi() {
    if (trustBundleApi.isEmpty()) {
      trustBundleApi = Optional.of(new TrustBundleApi(client, DISCOVERY_INTERVAL, onChange));
    }
    return trustBundleApi.get();
  }

  @Override
  public void close() {
    open.values().forEach(entry -> entry.source().close());
    open.clear();
    trustBundleApi.ifPresent(TrustBundleApi::close);
  }
}
