package dev.rootbridge.boot.dev.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A cluster that lives as long as this object is open, on a free port of the loopback address. */
public final class EmbeddedCluster implements AutoCloseable {

  private static final String HOST = "localhost";
  private static final Duration LIFETIME = Duration.ofDays(30);

  private final String name;
  private final HttpServer server;
  private final String bearerToken;
  private final String authorityPem;

  private EmbeddedCluster(String name, HttpServer server, String bearerToken, String authorityPem) {
    this.name = name;
    this.server = server;
    this.bearerToken = bearerToken;
    this.authorityPem = authorityPem;
  }

  /** Starts an empty cluster with a CA and a bearer token of its own, made up anew each time. */
  public static EmbeddedCluster start(Vertx vertx, String name, Clock clock) {
    Instant now = clock.instant();
    ServerIdentity identity =
        Authority.mint("O=" + name + ",CN=API server CA", now, LIFETIME)
            .identifyLocalhost(now, LIFETIME);
    byte[] token = new byte[16];
    new SecureRandom().nextBytes(token);
    String bearerToken = HexFormat.of().formatHex(token);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(identity.keyCertOptions());
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(new ApiServer(new ObjectStore(clock), bearerToken))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return new EmbeddedCluster(name, server, bearerToken, identity.authorityPem());
  }

  public String name() {
    return name;
  }

  /** Where its API is. */
  public URI url() {
    return URI.create("https://" + HOST + ":" + server.actualPort());
  }

  /** What the Authorization header of a request must say. */
  public String bearerToken() {
    return bearerToken;
  }

  /** How to reach this cluster, in the form that {@code istioctl create-remote-secret} writes. */
  public String kubeconfig() {
    String authorityData =
        Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.US_ASCII));
    return """
        apiVersion: v1
        clusters:
        - cluster:
            certificate-authority-data: %2$s
            server: %3$s
          name: %1$s
        contexts:
        - context:
            cluster: %1$s
            user: %1$s
          name: %1$s
        current-context: %1$s
        kind: Config
        preferences: {}
        users:
        - name: %1$s
          user:
            token: %4$s
        """
        .formatted(name, authorityData, url(), bearerToken);
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
