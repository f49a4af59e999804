package dev.rootbridge.boot;

import dev.rootbridge.cli.BuildVersion;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.RemoteTrustDirectories;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.kube.AddressRule;
import dev.rootbridge.kube.MeshSettings;
import dev.rootbridge.kube.ServerAddress;
import dev.rootbridge.kube.SyncLoop;
import dev.rootbridge.kube.SyncSettings;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
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
  SyncLoop syncLoop(
      KubernetesClient client, RootbridgeConfig config, Clock clock, MeterRegistry meters) {
    return new SyncLoop(client, settings(config), clock, meters);
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
        LocalRootSetting.read(local.root()),
        local.verifyIstiod() ? Optional.of(istiod(local.istiod())) : Optional.empty(),
        new MeshSettings(config.mesh().rootNamespace(), config.mesh().configMaps()),
        local.overlap(),
        AddressRule.allowing(config.sources().allowedAddresses().orElse(List.of())),
        config.sync().resync(),
        config.sync().writers(),
        config.injection().strict() ? Strictness.STRICT : Strictness.LENIENT);
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
