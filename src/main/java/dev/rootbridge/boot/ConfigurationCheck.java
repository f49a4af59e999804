package dev.rootbridge.boot;

import dev.rootbridge.kube.AddressRule;
import dev.rootbridge.kube.LeaseSettings;
import dev.rootbridge.kube.ServerAddress;
import dev.rootbridge.kube.WriteLimits;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.client.utils.KubernetesResourceUtil;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks through all settings before anything is started, and tells all mistakes at once: whoever
 * sets Rootbridge up doesn't have to start it anew for each. What isn't of its type at all, such as
 * a duration of letters, is told by the configuration itself, before this.
 */
@Singleton
final class ConfigurationCheck {

  private static final int FIRST = 1;
  private static final int MAX_PORT = 65_535;

  private final List<String> mistakes = new ArrayList<>();

  void check(
      @Observes @Priority(FIRST) StartupEvent event,
      RootbridgeConfig config,
      TlsConfigurationRegistry tls) {
    require(config, tls);
  }

  /**
   * For what is made before that event.
   *
   * @throws ConfigurationException if there are any
   */
  static void require(RootbridgeConfig config, TlsConfigurationRegistry tls) {
    List<String> found = mistakes(config, tls);
    if (!found.isEmpty()) {
      throw new ConfigurationException(
          "the configuration is not usable:\n  " + String.join("\n  ", found));
    }
  }

  /** One line for each, which begins with the property's name. */
  private static List<String> mistakes(RootbridgeConfig config, TlsConfigurationRegistry tls) {
    ConfigurationCheck check = new ConfigurationCheck();
    check.local(config.local());
    check.names(config);
    check.sources(config.sources());
    check.sync(config.sync());
    check.endpoints(config);
    check.certificates(config, tls);
    check.mistakes.addAll(RemoteClusterReader.mistakes(config.remoteClusters()));
    return check.mistakes;
  }

  private void local(RootbridgeConfig.Local local) {
    local
        .trustDomain()
        .ifPresent(name -> attempt(LocalTrustDomainSetting.NAME, () -> TrustDomain.parse(name)));
    attempt("rootbridge.local.istiod", () -> ServerAddress.parse(local.istiod()));
    attempt("rootbridge.local.root", () -> LocalRootSetting.read(local.root()));
    notNegative("rootbridge.local.overlap", local.overlap());
  }

  /** What API servers would refuse, each time anew. */
  private void names(RootbridgeConfig config) {
    RootbridgeConfig.Mesh mesh = config.mesh();
    namespace("rootbridge.namespace", config.namespace());
    namespace("rootbridge.mesh.root-namespace", mesh.rootNamespace());
    namespace("rootbridge.discover-remote-secrets-in", config.discoverRemoteSecretsIn());
    mesh.configMaps().forEach(name -> object("rootbridge.mesh.config-maps", name));
    object("rootbridge.mesh.publish.config-map", mesh.publish().configMap());
    object("rootbridge.serving.secret", config.serving().secret());
    object("rootbridge.serving.registration", config.serving().registration());
  }

  private void namespace(String property, String name) {
    if (!KubernetesResourceUtil.isValidName(name)) {
      mistakes.add(property + ": must be the name of a namespace, but is " + name);
    }
  }

  private void object(String property, String name) {
    if (!KubernetesResourceUtil.isValidSubdomainName(name)) {
      mistakes.add(property + ": must be the name of a Kubernetes object, but is " + name);
    }
  }

  private void sources(RootbridgeConfig.Sources sources) {
    positive("rootbridge.sources.max-bytes", sources.maxBytes());
    positive("rootbridge.sources.max-certificates", sources.maxCertificates());
    positive("rootbridge.sources.max-certificate-bytes", sources.maxCertificateBytes());
    positive("rootbridge.sources.max-names", sources.maxNames());
    positive("rootbridge.sources.max-subtrees", sources.maxSubtrees());
    attempt(
        "rootbridge.sources.allowed-addresses",
        () -> AddressRule.allowing(sources.allowedAddresses().orElse(List.of())));
  }

  private void sync(RootbridgeConfig.Sync sync) {
    attempt("rootbridge.sync.writers", () -> new WriteLimits(sync.writers(), 0, 1));
    attempt(
        "rootbridge.sync.writes-per-second", () -> new WriteLimits(1, sync.writesPerSecond(), 1));
    attempt("rootbridge.sync.write-burst", () -> new WriteLimits(1, 0, sync.writeBurst()));
    positive("rootbridge.sync.resync", sync.resync().toMillis());
    notNegative("rootbridge.sync.scope-grace", sync.scopeGrace());
    if (sync.maxScopes() < 0) {
      mistakes.add("rootbridge.sync.max-scopes: must be 0 or more, but is " + sync.maxScopes());
    }
  }

  private void endpoints(RootbridgeConfig config) {
    RootbridgeConfig.Lease lease = config.lease();
    attempt(
        "rootbridge.lease",
        () -> new LeaseSettings(lease.duration(), lease.renewDeadline(), lease.retryPeriod()));
    attempt("rootbridge.serving.hosts", () -> ServingStart.hosts(config));
    port("rootbridge.bundle-endpoint.port", config.bundleEndpoint().port());
    port("rootbridge.page.port", config.page().port());
  }

  private void certificates(RootbridgeConfig config, TlsConfigurationRegistry tls) {
    if (config.bundleEndpoint().enabled()) {
      attempt(
          "rootbridge.bundle-endpoint",
          () -> ServerCertificate.of(config.bundleEndpoint()).find(tls));
    }
    if (config.page().enabled()) {
      attempt(
          "rootbridge.page",
          () -> ServerCertificate.of(config.page()).ifPresent(shown -> shown.find(tls)));
    }
    if (tls.get("webhook").map(TlsConfiguration::getTrustStoreOptions).isEmpty()) {
      new TreeMap<>(config.remoteClusters())
          .forEach(
              (name, cluster) -> {
                if (cluster.callerAuth().equals("mtls")) {
                  mistakes.add(
                      RemoteClusterReader.property(name, "caller-auth")
                          + ": "
                          + ClientCertificates.NO_CA);
                }
              });
    }
  }

  private void port(String property, int port) {
    if (port < 1 || port > MAX_PORT) {
      mistakes.add(property + ": must be from 1 to 65535, but is " + port);
    }
  }

  private void positive(String property, long value) {
    if (value < 1) {
      mistakes.add(property + ": must be 1 or more, but is " + value);
    }
  }

  private void notNegative(String property, Duration value) {
    if (value.isNegative()) {
      mistakes.add(property + ": must not be negative, but is " + value);
    }
  }

  /** The messages of some readers name the property themselves, more exactly. */
  private void attempt(String property, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      String message = Optional.ofNullable(e.getMessage()).orElse("is not usable");
      mistakes.add(message.startsWith("rootbridge.") ? message : property + ": " + message);
    }
  }
}
