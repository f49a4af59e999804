package dev.rootbridge.boot;

import dev.rootbridge.kube.ReaderReviews;
import dev.rootbridge.web.PageAccess;
import dev.rootbridge.web.PageRoutes;
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
 * Serves the page on a port of its own: who may read it is another matter than who may call the
 * webhook, probe for health or collect metrics.
 */
@Singleton
final class PageServer {

  private static final Logger LOG = Logger.getLogger(PageServer.class);
  private static final int IDLE_SECONDS = 30;
  private static final int LONGEST_HEADERS = 16 * 1024;
  private static final int LONGEST_LINE = 4 * 1024;

  private final Vertx vertx;
  private final RootbridgeConfig.Page config;
  private final PageRoutes routes;
  private final PageAccess access;
  private final TlsConfigurationRegistry tls;
  private final Optional<ServerCertificate> certificate;
  private Optional<HttpServer> server = Optional.empty();

  PageServer(
      Vertx vertx,
      RootbridgeConfig config,
      PageRoutes routes,
      PageAccess access,
      TlsConfigurationRegistry tls) {
    this.vertx = vertx;
    this.config = config.page();
    this.routes = routes;
    this.access = access;
    this.tls = tls;
    this.certificate = ServerCertificate.of(this.config);
  }

  void start(@Observes StartupEvent event) {
    if (!config.enabled()) {
      return;
    }
    HttpServerOptions options =
        new HttpServerOptions()
            .setPort(config.port())
            .setMaxHeaderSize(LONGEST_HEADERS)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    certificate.ifPresent(shown -> shown.configure(options, tls));
    server =
        Optional.of(
            vertx
                .createHttpServer(options)
                .requestHandler(routes.on(vertx, access))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    LOG.infof(
        "the page is served at %s://0.0.0.0:%d/, to %s",
        certificate.isPresent() ? "https" : "http",
        config.port(),
        switch (config.access()) {
          case NONE -> "whoever reaches it";
          case TOKEN_REVIEW -> "users who may get " + ReaderReviews.path();
        });
  }

  void renew(@Observes CertificateUpdatedEvent event) {
    server.ifPresent(running -> certificate.ifPresent(shown -> shown.renew(running, event)));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(running -> running.close().toCompletionStage().toCompletableFuture().join());
  }
}
