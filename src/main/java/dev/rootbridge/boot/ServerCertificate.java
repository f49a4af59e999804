package dev.rootbridge.boot;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What a server beside Quarkus' own shows to its callers, and shows anew when it was renewed.
 *
 * @param name of its {@code quarkus.tls} configuration
 * @param wantedBy the setting that asks for it
 * @param server how the log calls it
 */
record ServerCertificate(String name, String wantedBy, String server) {

  private static final Logger LOG = Logger.getLogger(ServerCertificate.class);

  static ServerCertificate of(RootbridgeConfig.BundleEndpoint config) {
    return new ServerCertificate(
        config.tlsConfigurationName(), "rootbridge.bundle-endpoint.enabled", "the bundle endpoint");
  }

  /** Empty where the page is served without one. */
  static Optional<ServerCertificate> of(RootbridgeConfig.Page config) {
    return config
        .tlsConfigurationName()
        .map(
            name ->
                new ServerCertificate(name, "rootbridge.page.tls-configuration-name", "the page"));
  }

  /**
   * @throws IllegalArgumentException if there is no such certificate
   */
  TlsConfiguration find(TlsConfigurationRegistry tls) {
    return tls.get(name)
        .filter(found -> found.getKeyStoreOptions() != null)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    wantedBy
                        + " needs a certificate: set"
                        + " quarkus.tls.%1$s.key-store.pem.0.cert and".formatted(name)
                        + " quarkus.tls.%1$s.key-store.pem.0.key".formatted(name)));
  }

  /**
   * @throws IllegalArgumentException if there is no such certificate
   */
  void configure(HttpServerOptions options, TlsConfigurationRegistry tls) {
    TlsConfiguration configuration = find(tls);
    options.setSsl(true).setUseAlpn(true);
    TlsConfigUtils.configure(options, configuration);
  }

  void renew(HttpServer running, CertificateUpdatedEvent event) {
    if (event.name().equals(name)) {
      running
          .updateSSLOptions(event.tlsConfiguration().getSSLOptions())
          .onFailure(
              failure ->
                  LOG.errorf(
                      failure, "%s keeps its old certificate: the new one can't be used", server));
    }
  }
}
