package dev.rootbridge.trust;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A TLS server on a free port of this machine, which speaks HTTP/2 as istiod does. */
public final class TlsServer implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  private TlsServer(
      String chainPem, String keyPem, ClientAuth clients, Handler<HttpServerRequest> handler) {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(chainPem))
                            .addKeyValue(Buffer.buffer(keyPem)))
                    .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(chainPem)))
                    .setClientAuth(clients))
            .requestHandler(handler)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** As istiod, which takes client certificates and needs none. */
  public static TlsServer start(String chainPem, String keyPem) {
    return new TlsServer(chainPem, keyPem, ClientAuth.REQUEST, TlsServer::notFound);
  }

  /** As istiod. */
  public static TlsServer serving(TestCertificate leaf, TestCertificate... further) {
    return start(chain(leaf, further), leaf.keyPem());
  }

  /** It turns away who has no client certificate. */
  public static TlsServer needingClientCertificates(TestCertificate leaf) {
    return new TlsServer(leaf.pem(), leaf.keyPem(), ClientAuth.REQUIRED, TlsServer::notFound);
  }

  /** A server of web pages. */
  public static TlsServer answering(Handler<HttpServerRequest> handler, TestCertificate leaf) {
    return new TlsServer(leaf.pem(), leaf.keyPem(), ClientAuth.NONE, handler);
  }

  private static void notFound(HttpServerRequest request) {
    request.response().setStatusCode(404).end();
  }

  private static String chain(TestCertificate leaf, TestCertificate... further) {
    return leaf.pem()
        + Arrays.stream(further).map(TestCertificate::pem).collect(Collectors.joining());
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
