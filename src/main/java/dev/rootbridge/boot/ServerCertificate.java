package dev.rootbridge.boot;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
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

  /**
   * @throws IllegalStateException if there is no such certificate
   */
  void configure(HttpServerOptions options, TlsConfigurationRegistry tls) {
    TlsConfiguration configuration =
        tls.get(name)
            .filter(found -> found.getKeyStoreOptions() != null)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        wantedBy
                            + " needs a certificate: set"
                            + " quarkus.tls.%1$s.key-store.pem.0.cert and".formatted(name)
                            + " quarkus.tls.%1$s.key-store.pem.0.key".formatted(name)));
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
