package dev.rootbridge.boot;

import dev.rootbridge.cli.BuildVersion;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.RemoteTrustDirectories;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.kube.SyncLoop;
import dev.rootbridge.kube.SyncSettings;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.TargetPolicy;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Makes the parts and hands them to each other. */
final class Wiring {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Injection injection() {
    return new Injection(new InjectorVersion(BuildVersion.text()));
  }

  /** No remote cluster's API server is answered yet; each one that calls is told so. */
  @Produces
  @Singleton
  RemoteTrustDirectories remoteTrustDirectories() {
    return cluster -> Optional.empty();
  }

  /** Is the page's {@code PlanView} and the webhook's {@code TrustDirectory} too. */
  @Produces
  @Singleton
  @Startup
  SyncLoop syncLoop(KubernetesClient client, RootbridgeConfig config, Clock clock) {
    return new SyncLoop(client, settings(config), clock);
  }

  void stop(@Disposes SyncLoop loop) {
    loop.close();
  }

  private static SyncSettings settings(RootbridgeConfig config) {
    RootbridgeConfig.Local local = config.local();
    return new SyncSettings(
        TrustDomain.parse(local.trustDomain()),
        config.namespace(),
        config.instance(),
        new ConfigMapKey(local.root().namespace(), local.root().name(), local.root().key()),
        local.overlap(),
        config.sync().resync(),
        config.sync().writers(),
        new TargetPolicy(config.sync().maxScopes(), config.sync().scopeGrace()),
        config.injection().strict() ? Strictness.STRICT : Strictness.LENIENT);
  }
}
