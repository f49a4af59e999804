package dev.rootbridge.it;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a port of its own that answers as it is told, and remembers who asked what. */
public final class HttpsServer implements AutoCloseable {

  private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final String host;
  private volatile Handler<HttpServerRequest> behaviour = request -> {};

  public HttpsServer(Vertx vertx, String host, KeyedCertificate serving) {
    this(vertx, host, 0, serving);
  }

  /**
   * @param port 0 for any that is free
   */
  public HttpsServer(Vertx vertx, String host, int port, KeyedCertificate serving) {
    this.host = host;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(serving.certificate()))
                            .addKeyValue(Buffer.buffer(serving.key()))))
            .requestHandler(
                request -> {
                  requests.add(request);
                  behaviour.handle(request);
                })
            .listen(port, host)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public void behave(Handler<HttpServerRequest> now) {
    behaviour = now;
  }

  public void answer(String body) {
    behave(request -> request.response().end(body));
  }

  public void redirectTo(URI elsewhere) {
    behave(
        request ->
            request
                .response()
                .setStatusCode(302)
                .putHeader("Location", elsewhere.toString())
                .end());
  }

  public URI url() {
    return URI.create("https://" + host + ":" + server.actualPort() + "/bundle");
  }

  public int port() {
    return server.actualPort();
  }

  public List<HttpServerRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.close();
  }
}
