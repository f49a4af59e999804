package dev.rootbridge.boot;

import dev.rootbridge.kube.ServerClock;
import dev.rootbridge.kube.ServingLoop;
import dev.rootbridge.kube.ServingSettings;
import dev.rootbridge.kube.SyncLoop;
import dev.rootbridge.serving.CertificateFiles;
import dev.rootbridge.serving.ServedCertificate;
import dev.rootbridge.serving.ServingHosts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts what keeps the serving certificate current, in the one mode that is set. */
@UnlessBuildProfile("dev")
@Singleton
final class ServingStart {

  private static final Logger LOG = Logger.getLogger(ServingStart.class);
  private static final int LOOK_SECONDS = 5;

  private final RootbridgeConfig config;
  private final ServedCertificate served;
  private Optional<ServingLoop> loop = Optional.empty();
  private Optional<ScheduledExecutorService> looks = Optional.empty();
  private String lastProblem = "";

  ServingStart(RootbridgeConfig config, ServedCertificate served) {
    this.config = config;
    this.served = served;
  }

  void start(
      @Observes StartupEvent event,
      KubernetesClient client,
      SyncLoop sync,
      ServerClock clock,
      MeterRegistry meters) {
    ServingMeters.register(meters, served);
    if (config.serving().mode() == RootbridgeConfig.Serving.Mode.SELF_MANAGED) {
      loop = Optional.of(new ServingLoop(client, settings(config), served, sync, clock, meters));
      return;
    }
    RootbridgeConfig.Serving.Files files = config.serving().files();
    follow(new CertificateFiles(files.certificate(), files.key(), served, clock));
  }

  /** The first look is before the port opens. */
  private void follow(CertificateFiles files) {
    look(files);
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "serving-certificate");
              thread.setDaemon(true);
              return thread;
            });
    looks = Optional.of(executor);
    var unused =
        executor.scheduleWithFixedDelay(
            () -> look(files), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void look(CertificateFiles files) {
    String before = served.identity().map(Object::toString).orElse("");
    String problem = files.look().orElse("");
    if (!problem.isEmpty() && !problem.equals(lastProblem)) {
      LOG.warnf("the serving certificate: %s", problem);
    }
    lastProblem = problem;
    served
        .identity()
        .map(Object::toString)
        .filter(now -> !now.equals(before))
        .ifPresent(now -> LOG.infof("callers are shown %s", now));
  }

  static ServingSettings settings(RootbridgeConfig config) {
    RootbridgeConfig.Serving serving = config.serving();
    return new ServingSettings(
        config.namespace(),
        serving.secret(),
        serving.registration(),
        hosts(config),
        ServingSettings.SETTLING,
        config.remoteClusters().isEmpty() ? Duration.ZERO : ServingSettings.NOTICE,
        ServingSettings.RESYNC,
        config.instance());
  }

  /**
   * @throws IllegalArgumentException if one is neither a DNS name nor an address
   */
  static ServingHosts hosts(RootbridgeConfig config) {
    return ServingHosts.of(
        config.serving().service(), config.namespace(), config.serving().hosts().orElse(List.of()));
  }

  void stop(@Observes ShutdownEvent event) {
    loop.ifPresent(ServingLoop::close);
    looks.ifPresent(ScheduledExecutorService::shutdownNow);
  }
}
