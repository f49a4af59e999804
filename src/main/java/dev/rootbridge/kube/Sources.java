package dev.rootbridge.kube;

import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.TrustSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The open sources, one for each {@code FederatedTrustDomain} that there is. */
final class Sources implements AutoCloseable {

  /** The kubelet takes longer to change a mounted file. */
  private static final Duration FILE_PERIOD = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Runnable onChange;
  private final Map<String, Open> open = new HashMap<>();

  private record Open(SourceSpec spec, TrustSource source) {}

  Sources(KubernetesClient client, Runnable onChange) {
    this.client = client;
    this.onChange = onChange;
  }

  /** Opens what is new or changed, and closes what is no longer wanted. */
  void follow(Collection<FederatedTrust> wanted) {
    Map<String, SourceSpec> specs =
        wanted.stream().collect(Collectors.toMap(FederatedTrust::name, FederatedTrust::source));
    for (String name : Set.copyOf(open.keySet())) {
      if (!open.get(name).spec().equals(specs.get(name))) {
        open.remove(name).source().close();
      }
    }
    specs.forEach(
        (name, spec) -> open.computeIfAbsent(name, added -> new Open(spec, openSource(spec))));
  }

  SourceReading reading(FederatedTrust trust) {
    return open.get(trust.name()).source().reading();
  }

  TrustSource openSource(SourceSpec spec) {
    if (spec instanceof SourceSpec.Inline inline) {
      return new InlineSource(inline);
    }
    if (spec instanceof SourceSpec.PemFile file) {
      return new PemFileSource(file, FILE_PERIOD, onChange);
    }
    if (spec instanceof SourceSpec.ConfigMapKey configMap) {
      return new ConfigMapSource(client, configMap, configMap.describe(), onChange);
    }
    return new RemoteClusterSource(client, (SourceSpec.RemoteCluster) spec, onChange);
  }

  @Override
  public void close() {
    open.values().forEach(entry -> entry.source().close());
    open.clear();
  }
}
