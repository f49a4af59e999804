package dev.rootbridge.boot;

import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import dev.rootbridge.sync.SourceSpec;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads {@code rootbridge.remote-clusters} and tells all mistakes in it at once. */
final class RemoteClusterReader {

  private static final String PREFIX = "rootbridge.remote-clusters.";

  /** As long as the name of a Kubernetes object. */
  private static final int MAX_NAME_LENGTH = 253;

  /** Names appear in paths, in metrics and on the page. */
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e&&[^/?#%\"\\\\]]+");

  private static final Pattern KUBERNETES_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private final List<String> mistakes = new ArrayList<>();

  private RemoteClusterReader() {}

  /**
   * @throws ConfigurationException if anything is missing or wrong; with one line for each mistake
   */
  static List<RemoteClusterSettings> read(Map<String, RemoteClusterConfig> clusters) {
    RemoteClusterReader reader = new RemoteClusterReader();
    List<RemoteClusterSettings> read = new ArrayList<>();
    new TreeMap<>(clusters).forEach((name, config) -> read.add(reader.read(name, config)));
    if (!reader.mistakes.isEmpty()) {
      throw new ConfigurationException(
          "the configuration of remote clusters is not usable:\n  "
              + String.join("\n  ", reader.mistakes));
    }
    return read;
  }

  /** All that is missing or wrong, one line each. */
  static List<String> mistakes(Map<String, RemoteClusterConfig> clusters) {
    RemoteClusterReader reader = new RemoteClusterReader();
    new TreeMap<>(clusters).forEach(reader::read);
    return reader.mistakes;
  }

  /** How the property is written; a name with dots needs quotes. */
  static String property(String cluster, String key) {
    return PREFIX + (cluster.contains(".") ? '"' + cluster + '"' : cluster) + "." + key;
  }

  private RemoteClusterSettings read(String name, RemoteClusterConfig config) {
    String prefix = property(name, "");
    require(
        name.length() <= MAX_NAME_LENGTH && NAME.matcher(name).matches(),
        () ->
            prefix
                + "*: the name must be what Istio calls the cluster: 1 to 253 printable"
                + " characters without spaces, quotes and / ? # % \\");
    String secretName = config.secret().name().orElse("");
    requireKubernetesName(prefix + "secret.name", secretName, "the Secret with the kubeconfig");
    requireKubernetesName(
        prefix + "secret.namespace", config.secret().namespace(), "the Secret's namespace");
    RemoteClusterConfig.Root root = config.root();
    requireKubernetesName(prefix + "root.namespace", root.namespace(), "a namespace there");
    requireKubernetesName(prefix + "root.name", root.name(), "a ConfigMap there");
    return new RemoteClusterSettings(
        name,
        new SourceSpec.RemoteCluster(
            config.secret().namespace(),
            secretName,
            config.secret().key(),
            new SourceSpec.ConfigMapKey(root.namespace(), root.name(), root.key())),
        callers(prefix, config));
  }

  private CallerRule callers(String prefix, RemoteClusterConfig config) {
    List<String> audiences = config.audiences().orElse(List.of());
    List<String> callers = config.allowedCallers().orElse(List.of());
    String auth = config.callerAuth();
    boolean reviewed = auth.equals("token-review");
    boolean certified = auth.equals("mtls");
    require(
        reviewed || certified || auth.equals("none"),
        () -> prefix + "caller-auth: must be none, token-review or mtls, but is " + auth);
    require(
        !reviewed || !audiences.isEmpty(),
        () ->
            prefix
                + "audiences: token-review needs at least one, else a token for anything would do");
    require(
        reviewed || audiences.isEmpty(),
        () -> prefix + "audiences: only token-review uses them; caller-auth is " + auth);
    require(
        !callers.isEmpty() || !(reviewed || certified),
        () ->
            prefix
                + "allowed-callers: "
                + auth
                + " needs at least one "
                + (reviewed
                    ? "user name, such as system:serviceaccount:NAMESPACE:NAME"
                    : "common name of a client certificate"));
    require(
        reviewed || certified || callers.isEmpty(),
        () ->
            prefix
                + "allowed-callers: is not looked at while caller-auth is "
                + auth
                + "; set token-review or mtls, or take it out");
    if (reviewed) {
      return new CallerRule.TokenReview(Set.copyOf(audiences), Set.copyOf(callers));
    }
    return certified
        ? new CallerRule.ClientCertificate(Set.copyOf(callers))
        : new CallerRule.Anyone();
  }

  private void requireKubernetesName(String property, String value, String what) {
    require(
        KUBERNETES_NAME.matcher(value).matches(),
        () ->
            property
                + (value.isEmpty()
                    ? ": is missing; name " + what
                    : ": must name " + what + ", but is " + value));
  }

  private void require(boolean holds, Supplier<String> mistake) {
    if (!holds) {
      mistakes.add(mistake.get());
    }
  }
}
