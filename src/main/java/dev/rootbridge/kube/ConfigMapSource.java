package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Follows one key of one ConfigMap, in this cluster or another, by a watch. */
final class ConfigMapSource implements TrustSource {

  private final ConfigMapKey where;
  private final String described;
  private final PemLimits limits;
  private final WatchedObject<ConfigMap> watched;
  private volatile Parsed parsed = new Parsed("", new Failed(Failure.NOT_YET_READ, ""));

  /** What a text means: a source is looked at far more often than it changes. */
  private record Parsed(String pem, SourceReading reading) {}

  /**
   * @param described how people find it; names the cluster where it is another one's
   */
  ConfigMapSource(
      KubernetesClient client,
      ConfigMapKey where,
      String described,
      PemLimits limits,
      Runnable onChange) {
    this.where = where;
    this.described = described;
    this.limits = limits;
    this.watched =
        new WatchedObject<>(
            client.configMaps().inNamespace(where.namespace()).withName(where.name()),
            where.namespace(),
            where.name(),
            onChange);
  }

  @Override
  public SourceReading reading() {
    return switch (watched.state()) {
      case STARTING -> new Failed(Failure.NOT_YET_READ, described + " has not been read yet");
      case LOST -> watched.failed(described);
      case FOLLOWED -> read(watched.object());
    };
  }

  private SourceReading read(Optional<ConfigMap> configMap) {
    if (configMap.isEmpty()) {
      return new Failed(Failure.NOT_FOUND, described + ": there is no such ConfigMap");
    }
    Map<String, String> data = Objects.requireNonNullElse(configMap.get().getData(), Map.of());
    String pem = data.get(where.key());
    return pem == null
        ? new Failed(Failure.NOT_FOUND, described + ": the ConfigMap has no such key")
        : parsed(pem);
  }

  private SourceReading parsed(String pem) {
    Parsed last = parsed;
    if (pem.isEmpty() || !last.pem().equals(pem)) {
      last = new Parsed(pem, PemReading.of(pem, limits, described));
      parsed = last;
    }
    return last.reading();
  }

  @Override
  public void close() {
    watched.close();
  }
}
