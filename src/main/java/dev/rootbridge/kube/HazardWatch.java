package dev.rootbridge.kube;

import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.sync.Hazards;
import dev.rootbridge.sync.MeshFacts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Watches what lies beside the bundles: the CRL that istiod hands out, and the mesh configs. What
 * was seen counts while the API server is away.
 */
final class HazardWatch implements AutoCloseable {

  private static final String CRL_CONFIG_MAP = "istio-ca-crl";

  /** istiod writes the key even where it has no CRL. */
  private static final String CRL_KEY = "ca-crl.pem";

  /** Of a ConfigMap with a mesh config. */
  static final String MESH_KEY = "mesh";

  private final MeshSettings settings;
  private final WatchedObject<ConfigMap> crl;
  private final List<MeshConfigMap> meshConfigs;

  private record MeshConfigMap(
      String name, WatchedObject<ConfigMap> watched, MeshConfigText text) {}

  HazardWatch(KubernetesClient client, MeshSettings settings, Runnable onChange) {
    this.settings = settings;
    this.crl = watch(client, CRL_CONFIG_MAP, onChange);
    this.meshConfigs =
        settings.configMaps().stream()
            .map(
                name ->
                    new MeshConfigMap(name, watch(client, name, onChange), new MeshConfigText()))
            .toList();
  }

  private WatchedObject<ConfigMap> watch(KubernetesClient client, String name, Runnable onChange) {
    String namespace = settings.rootNamespace();
    return new WatchedObject<>(
        client.configMaps().inNamespace(namespace).withName(name), namespace, name, onChange);
  }

  /** Before that, what would be refused in a moment could be published. */
  boolean hasSynced() {
    return Stream.concat(Stream.of(crl), meshConfigs.stream().map(config -> config.watched))
        .noneMatch(watched -> watched.state() == RenewedInformer.State.STARTING);
  }

  synchronized Hazards look() {
    List<Hazards.MeshConfig> seen = new ArrayList<>();
    for (MeshConfigMap config : meshConfigs) {
      if (outcome(config).orElse(null) instanceof MeshConfigOutcome.Parsed parsed) {
        seen.add(new Hazards.MeshConfig(where(config), parsed.trust()));
      }
    }
    return new Hazards(
        crls(),
        seen,
        Stream.concat(
                lost(CRL_CONFIG_MAP, crl).stream(),
                unreadable().stream().map(MeshFacts.Unreadable::why))
            .toList());
  }

  /** The mesh configs that can't be read now, and why. */
  synchronized List<MeshFacts.Unreadable> unreadable() {
    List<MeshFacts.Unreadable> found = new ArrayList<>();
    for (MeshConfigMap config : meshConfigs) {
      Optional<MeshConfigOutcome> outcome = outcome(config);
      lost(config.name, config.watched)
          .ifPresent(why -> found.add(new MeshFacts.Unreadable(config.name, why)));
      if (outcome.orElse(null) instanceof MeshConfigOutcome.Rejected rejected) {
        found.add(new MeshFacts.Unreadable(config.name, where(config) + ": " + rejected.problem()));
      } else if (outcome.isEmpty() && config.watched.wasSeen()) {
        found.add(
            new MeshFacts.Unreadable(
                config.name,
                described(config.name)
                    + " does not exist: name the mesh's in rootbridge.mesh.config-maps"));
      }
    }
    return found;
  }

  /**
   * Whose identities the mesh configs accept.
   *
   * @param ours which of them is Rootbridge's own, and not to be counted
   */
  synchronized List<MeshFacts.Config> domains(String ours) {
    List<MeshFacts.Config> found = new ArrayList<>();
    for (MeshConfigMap config : meshConfigs) {
      if (!config.name.equals(ours)
          && outcome(config).orElse(null) instanceof MeshConfigOutcome.Parsed parsed) {
        found.add(new MeshFacts.Config(config.name, where(config), parsed.domains()));
      }
    }
    return found;
  }

  /** Empty where there is no such ConfigMap, or it was never seen. */
  private static Optional<MeshConfigOutcome> outcome(MeshConfigMap config) {
    return config
        .watched
        .object()
        .map(present -> config.text.read(data(present).getOrDefault(MESH_KEY, "")));
  }

  private String where(MeshConfigMap config) {
    return described(config.name) + ", key " + MESH_KEY;
  }

  private List<String> crls() {
    return crl
        .object()
        .map(configMap -> data(configMap).getOrDefault(CRL_KEY, ""))
        .filter(text -> !text.isBlank())
        .map(text -> described(CRL_CONFIG_MAP) + ", key " + CRL_KEY)
        .stream()
        .toList();
  }

  private Optional<String> lost(String name, WatchedObject<ConfigMap> watched) {
    return watched.state() == RenewedInformer.State.LOST
        ? Optional.of(described(name) + " can't be read: " + watched.problem())
        : Optional.empty();
  }

  private String described(String name) {
    return "ConfigMap " + settings.rootNamespace() + "/" + name;
  }

  private static Map<String, String> data(ConfigMap configMap) {
    return Objects.requireNonNullElse(configMap.getData(), Map.of());
  }

  @Override
  public void close() {
    crl.close();
    meshConfigs.forEach(config -> config.watched.close());
  }
}
