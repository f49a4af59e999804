package dev.rootbridge.boot;

import dev.rootbridge.kube.RemoteClusterSettings;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Asks callers for client certificates where one of the remote clusters is known by them. Not
 * everywhere: an API server that shows one of a CA unknown here would not get through any more.
 */
@Singleton
final class ClientCertificates implements HttpServerOptionsCustomizer {

  /** In a clause whose subject is what is set. */
  static final String NO_CA =
      "mtls needs the CA of the client certificates in"
          + " quarkus.tls.webhook.trust-store.pem.certs, else any public CA would do";

  private final List<RemoteClusterSettings> clusters;

  ClientCertificates(List<RemoteClusterSettings> clusters) {
    this.clusters = clusters;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    List<String> known =
        clusters.stream()
            .filter(cluster -> cluster.callers() instanceof CallerRule.ClientCertificate)
            .map(cluster -> RemoteClusterReader.property(cluster.name(), "caller-auth"))
            .toList();
    if (known.isEmpty()) {
      return;
    }
    if (options.getTrustOptions() == null) {
      throw new ConfigurationException(String.join(", ", known) + ": " + NO_CA);
    }
    options.setClientAuth(ClientAuth.REQUEST);
  }
}
