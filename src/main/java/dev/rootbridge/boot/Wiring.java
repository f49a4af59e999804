package dev.rootbridge.boot;

import dev.rootbridge.cli.BuildVersion;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.RemoteTrustDirectories;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.kube.AddressRule;
import dev.rootbridge.kube.CallerReviews;
import dev.rootbridge.kube.LeaseSettings;
import dev.rootbridge.kube.MeshPublication;
import dev.rootbridge.kube.MeshSettings;
import dev.rootbridge.kube.MeshTrustDomain;
import dev.rootbridge.kube.ReaderReviews;
import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.kube.RemoteSettings;
import dev.rootbridge.kube.ServerAddress;
import dev.rootbridge.kube.ServerClock;
import dev.rootbridge.kube.SyncLoop;
import dev.rootbridge.kube.SyncSettings;
import dev.rootbridge.kube.WriteLimits;
import dev.rootbridge.serving.ServedCertificate;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.PageAccess;
import dev.rootbridge.webhook.RemoteCallers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the parts and hands them to each other. */
final class Wiring {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Follows the API server's clock where Rootbridge issues its own certificate. */
  @Produces
  @Singleton
  @Typed(ServerClock.class)
  ServerClock serverClock() {
    return new ServerClock(Clock.systemUTC());
  }

  @Produces
  @Singleton
  ServedCertificate servedCertificate(ServerClock clock) {
    return new ServedCertificate(clock);
  }

  @Produces
  @Singleton
  Injection injection() {
    return new Injection(new InjectorVersion(BuildVersion.text()));
  }

  @Produces
  @Singleton
  RemoteTrustDirectories remoteTrustDirectories(SyncLoop loop) {
    return loop.remotes();
  }

  @Produces
  @Singleton
  List<RemoteClusterSettings> remoteClusters(
      RootbridgeConfig config, TlsConfigurationRegistry tls) {
    // The server's options need these before all else is made.
    ConfigurationCheck.require(config, tls);
    return RemoteClusterReader.read(config.remoteClusters());
  }

  @Produces
  @Singleton
  @Startup
  CallerReviews callerReviews(
      KubernetesClient client, RootbridgeConfig config, List<RemoteClusterSettings> clusters) {
    return new CallerReviews(client, addresses(config), clusters);
  }

  @Produces
  @Singleton
  RemoteCallers remoteCallers(List<RemoteClusterSettings> clusters, CallerReviews reviews) {
    return new RemoteCallerRules(clusters, reviews);
  }

  @Produces
  @Singleton
  PageAccess pageAccess(KubernetesClient client, RootbridgeConfig config) {
    return switch (config.page().access()) {
      case NONE -> anyone -> CompletableFuture.completedFuture(new PageAccess.Verdict.Granted());
      case TOKEN_REVIEW ->
          new PageReaders(new ReaderReviews(client, config.page().audiences().orElse(List.of())));
    };
  }

  void stopReviews(@Disposes PageAccess access) {
    if (access instanceof PageReaders readers) {
      readers.close();
    }
  }

  /** Is the page's {@code PlanView} and the webhook's {@code TrustDirectory} too. */
  @Produces
  @Singleton
  @Startup
  SyncLoop syncLoop(
      KubernetesClient client,
      RootbridgeConfig config,
      List<RemoteClusterSettings> remotes,
      Clock clock,
      MeterRegistry meters,
      TlsConfigurationRegistry tls) {
    ConfigurationCheck.require(config, tls);
    TrustDomain localTrustDomain =
        LocalTrustDomainSetting.read(
            config.local(), () -> MeshTrustDomain.read(client, mesh(config.mesh())));
    return new SyncLoop(client, settings(config, localTrustDomain, remotes), clock, meters);
  }

  /** Before the beans go, the client among them: the lease is to be handed over. */
  void stop(@Observes ShutdownEvent ending, SyncLoop loop, CallerReviews reviews) {
    loop.close();
    reviews.close();
  }

  private static AddressRule addresses(RootbridgeConfig config) {
    return AddressRule.allowing(config.sources().allowedAddresses().orElse(List.of()));
  }

  static PemLimits limits(RootbridgeConfig.Sources sources) {
    return new PemLimits(
        sources.maxBytes(),
        sources.maxCertificates(),
        sources.maxCertificateBytes(),
        sources.maxNames(),
        sources.maxSubtrees());
  }

  private static SyncSettings settings(
      RootbridgeConfig config, TrustDomain localTrustDomain, List<RemoteClusterSettings> remotes) {
    RootbridgeConfig.Local local = config.local();
    return new SyncSettings(
        localTrustDomain,
        config.namespace(),
        config.instance(),
        new LeaseSettings(
            config.lease().duration(),
            config.lease().renewDeadline(),
            config.lease().retryPeriod()),
        LocalRootSetting.read(local.root()),
        local.verifyIstiod() ? Optional.of(istiod(local.istiod())) : Optional.empty(),
        mesh(config.mesh()),
        limits(config.sources()),
        local.overlap(),
        addresses(config),
        config.sync().resync(),
        new WriteLimits(
            config.sync().writers(), config.sync().writesPerSecond(), config.sync().writeBurst()),
        new TargetPolicy(config.sync().maxScopes(), config.sync().scopeGrace()),
        new RemoteSettings(
            remotes,
            config.discoverRemoteSecrets()
                ? Optional.of(config.discoverRemoteSecretsIn())
                : Optional.empty()),
        config.injection().strict() ? Strictness.STRICT : Strictness.LENIENT);
  }

  private static MeshSettings mesh(RootbridgeConfig.Mesh mesh) {
    return new MeshSettings(
        mesh.rootNamespace(),
        mesh.configMaps(),
        Optional.of(new MeshPublication(mesh.publish().enabled(), mesh.publish().configMap())));
  }

  private static ServerAddress istiod(String text) {
    try {
      return ServerAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "rootbridge.local.istiod is \"%s\": host:port is needed, such as istiod.istio-system.svc:15012"
              .formatted(text),
          e);
    }
  }
}
