package dev.rootbridge.kube;

import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.mesh.MeshConfigReader;
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

  private static final String MESH_KEY = "mesh";

  private final MeshSettings settings;
  private final WatchedObject<ConfigMap> crl;
  private final List<MeshConfigMap> meshConfigs;

  /** A watched mesh config, and what was last made of its text. */
  private static final class MeshConfigMap {
    private final String name;
    private final WatchedObject<ConfigMap> watched;
    private String text = "";
    private MeshConfigOutcome outcome = MeshConfigReader.read("");

    MeshConfigMap(String name, WatchedObject<ConfigMap> watched) {
      this.name = name;
      this.watched = watched;
    }

    MeshConfigOutcome read(String present) {
      if (!present.equals(text)) {
        outcome = MeshConfigReader.read(present);
        text = present;
      }
      return outcome;
    }
  }

  HazardWatch(KubernetesClient client, MeshSettings settings, Runnable onChange) {
    this.settings = settings;
    this.crl = watch(client, CRL_CONFIG_MAP, onChange);
    this.meshConfigs =
        settings.configMaps().stream()
            .map(name -> new MeshConfigMap(name, watch(client, name, onChange)))
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
    List<String> unseen = new ArrayList<>();
    List<Hazards.MeshConfig> seen = new ArrayList<>();
    addIfLost(unseen, CRL_CONFIG_MAP, crl);
    for (MeshConfigMap config : meshConfigs) {
      addIfLost(unseen, config.name, config.watched);
      Optional<ConfigMap> present = config.watched.object();
      if (present.isPresent()) {
        String where = described(config.name) + ", key " + MESH_KEY;
        MeshConfigOutcome outcome = config.read(data(present.get()).getOrDefault(MESH_KEY, ""));
        if (outcome instanceof MeshConfigOutcome.Rejected rejected) {
          unseen.add(where + ": " + rejected.problem());
        } else {
          seen.add(new Hazards.MeshConfig(where, ((MeshConfigOutcome.Parsed) outcome).trust()));
        }
      } else if (config.watched.wasSeen()) {
        unseen.add(
            described(config.name)
                + " does not exist: name the mesh's in rootbridge.mesh.config-maps");
      }
    }
    return new Hazards(crls(), seen, unseen);
  }

  /**
   * Whose identities the mesh configs accept.
   *
   * @param ours which of them is Rootbridge's own, and not to be counted
   */
  synchronized List<MeshFacts.Config> domains(String ours) {
    List<MeshFacts.Config> found = new ArrayList<>();
    for (MeshConfigMap config : meshConfigs) {
      config
          .watched
          .object()
          .filter(present -> !config.name.equals(ours))
          .map(present -> config.read(data(present).getOrDefault(MESH_KEY, "")))
          .filter(MeshConfigOutcome.Parsed.class::isInstance)
          .map(MeshConfigOutcome.Parsed.class::cast)
          .ifPresent(
              parsed ->
                  found.add(
                      new MeshFacts.Config(
                          config.name,
                          described(config.name) + ", key " + MESH_KEY,
                          parsed.domains())));
    }
    return found;
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

  private void addIfLost(List<String> unseen, String name, WatchedObject<ConfigMap> watched) {
    if (watched.state() == RenewedInformer.State.LOST) {
      unseen.add(described(name) + " can't be read: " + watched.problem());
    }
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
