package dev.rootbridge.kube;

import dev.rootbridge.explain.View;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the Rootbridge that is installed in a cluster was told, as far as its ConfigMap says;
 * variables in its Deployment, which go first, aren't looked at.
 */
final class InstalledSettings {

  /** As the manifests and the chart name it. */
  private static final String CONFIG_MAP = "rootbridge";

  private static final String KEY = "application.properties";

  private final Properties properties;
  private final Optional<String> unseen;

  private InstalledSettings(Properties properties, Optional<String> unseen) {
    this.properties = properties;
    this.unseen = unseen;
  }

  /** Where they can't be read, the defaults count. */
  static InstalledSettings of(CallersCluster cluster, String namespace) {
    View<Optional<ConfigMap>> seen =
        cluster.look(
            "get ConfigMap " + namespace + "/" + CONFIG_MAP,
            () ->
                Optional.ofNullable(
                    cluster
                        .client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName(CONFIG_MAP)
                        .get()));
    Optional<String> text =
        seen.seen().flatMap(found -> found).map(ConfigMap::getData).map(data -> data.get(KEY));
    return new InstalledSettings(
        parse(text.orElse("")),
        seen.unseen()
            .or(
                () ->
                    text.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                            "there is no ConfigMap "
                                + namespace
                                + "/"
                                + CONFIG_MAP
                                + " with key "
                                + KEY
                                + ": name Rootbridge's namespace by --rootbridge-namespace")));
  }

  static InstalledSettings of(String text) {
    return new InstalledSettings(parse(text), Optional.empty());
  }

  private static Properties parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      // What the server doesn't understand either (a broken \\u) it refuses at its start.
      return new Properties();
    }
    return properties;
  }

  /** Why the defaults had to do. */
  Optional<String> unseen() {
    return unseen;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(properties.getProperty(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** All that is set. */
  Set<String> names() {
    return properties.stringPropertyNames();
  }

  /** What is set, split at its commas. */
  List<String> list(String name) {
    return Arrays.stream(get(name).orElse("").split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  String get(String name, String other) {
    return get(name).orElse(other);
  }

  /** Where istiod keeps its mesh config. */
  String meshNamespace() {
    return get("rootbridge.mesh.root-namespace", "istio-system");
  }

  /** The ConfigMaps with a mesh config, Rootbridge's own among them. */
  List<String> meshConfigs() {
    return Stream.concat(
            Arrays.stream(get("rootbridge.mesh.config-maps", "istio").split(",", -1)),
            Stream.of(publishedConfig()))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** Whether Rootbridge makes its serving certificate, as it does unless told otherwise. */
  boolean isServingSelfManaged() {
    return get("rootbridge.serving.mode", "self-managed")
        .replace('_', '-')
        .equalsIgnoreCase("self-managed");
  }

  String publishedConfig() {
    return get("rootbridge.mesh.publish.config-map", "rootbridge-mesh");
  }

  ConfigMapKey localRoot() {
    String prefix = "rootbridge.local.root.config-map.";
    return new ConfigMapKey(
        get(prefix + "namespace", meshNamespace()),
        get(prefix + "name", "istio-ca-root-cert"),
        get(prefix + "key", "root-cert.pem"));
  }
}
