package dev.rootbridge.boot;

import dev.rootbridge.sync.LocalRootsView;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.web.BundleHandler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Serves the trust bundle on a port and with a certificate of its own: its readers are strangers,
 * who have no business at the webhook, and know this cluster by a certificate that they can verify.
 */
@Singleton
final class BundleServer {

  private static final Logger LOG = Logger.getLogger(BundleServer.class);
  private static final int IDLE_SECONDS = 30;

  private final Vertx vertx;
  private final RootbridgeConfig.BundleEndpoint config;
  private final TlsConfigurationRegistry tls;
  private final BundleHandler handler;
  private final ServerCertificate certificate;
  private Optional<HttpServer> server = Optional.empty();

  BundleServer(
      Vertx vertx,
      RootbridgeConfig config,
      TlsConfigurationRegistry tls,
      LocalRootsView roots,
      PlanView plans) {
    this.vertx = vertx;
    this.config = config.bundleEndpoint();
    this.tls = tls;
    this.certificate = ServerCertificate.of(this.config);
    this.handler = new BundleHandler(roots, plans, this.config.refreshHint());
  }

  void start(@Observes StartupEvent event) {
    if (!config.enabled()) {
      return;
    }
    HttpServerOptions options =
        new HttpServerOptions()
            .setPort(config.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    certificate.configure(options, tls);
    server =
        Optional.of(
            vertx
                .createHttpServer(options)
                .requestHandler(handler)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    LOG.infof("the trust bundle is served at https://0.0.0.0:%d/bundle", config.port());
  }

  void renew(@Observes CertificateUpdatedEvent event) {
    server.ifPresent(running -> certificate.renew(running, event));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(running -> running.close().toCompletionStage().toCompletableFuture().join());
  }
}
