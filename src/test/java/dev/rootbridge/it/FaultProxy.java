package dev.rootbridge.it;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Stands between Rootbridge and an API server, and makes the faults of networks and servers.
 *
 * <p>It ends TLS with a certificate of its own CA, so callers need {@link #kubeconfigOf} or {@link
 * #certificateAuthority} and a bearer token; client certificates don't get through. What it does
 * can be changed at any time, for all requests ({@link #make}) or some ({@link #makeFor}); {@link
 * #cut} ends what is under way, watches among it.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int SWITCHING_PROTOCOLS = 101;

  private final Vertx vertx = Vertx.vertx();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final RootCa ca = RootCa.mint(KeyKind.EC_P256, "CN=fault proxy");
  private final ApiServer upstream;
  private final HttpClient client;
  private final HttpServer server;
  private volatile Fault fault = Fault.NONE;
  private volatile Predicate<String> affected = uri -> true;

  private FaultProxy(ApiServer upstream, String host) {
    this.upstream = upstream;
    URI url = URI.create(upstream.url());
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setDefaultHost(url.getHost())
                .setDefaultPort(url.getPort())
                .setMaxPoolSize(256)
                .setTrustOptions(
                    new PemTrustOptions()
                        .addCertValue(Buffer.buffer(upstream.certificateAuthority()))));
    KeyedCertificate serving =
        ca.issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, host));
    HttpServer made =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(serving.certificate()))
                            .addKeyValue(Buffer.buffer(serving.key()))))
            .connectionHandler(this::remember)
            .requestHandler(this::handle);
    this.server = join(made.listen(0, host));
  }

  /** Starts one that hands everything on. */
  public static FaultProxy before(ApiServer upstream) {
    return new FaultProxy(upstream, URI.create(upstream.url()).getHost());
  }

  /** From now on, each request has this fault. */
  public void make(Fault now) {
    makeFor(uri -> true, now);
  }

  /**
   * From now on, the requests of some have this fault, the others none.
   *
   * @param which path and query of those affected
   */
  public void makeFor(Predicate<String> which, Fault now) {
    fault = Fault.NONE;
    affected = which;
    fault = now;
  }

  /** Ends all connections, and with them the watches. */
  public void cut() {
    connections.forEach(HttpConnection::close);
  }

  /** Path and query of every request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Method and path of every request so far that was no read, leases aside. */
  public List<String> writes() {
    return List.copyOf(writes);
  }

  /** Those of {@link #writes} that the API server took, as its answers came. */
  public List<String> accepted() {
    return List.copyOf(accepted);
  }

  public String url() {
    return "https://" + URI.create(upstream.url()).getHost() + ":" + server.actualPort();
  }

  /** Whom callers must trust, in PEM. */
  public String certificateAuthority() {
    return ca.pem();
  }

  /** The kubeconfig of {@link ApiServer#kubeconfigOf}, but through this proxy. */
  public String kubeconfigOf(String namespace, String serviceAccount, String clusterName) {
    return Kubeconfig.withToken(
        clusterName, url(), ca.pem(), upstream.tokenOf(namespace, serviceAccount));
  }

  private void remember(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(closed -> connections.remove(connection));
  }

  private void handle(HttpServerRequest request) {
    requests.add(request.uri());
    if (isWrite(request)) {
      writes.add(request.method() + " " + request.path());
    }
    request.pause();
    Fault present = affected.test(request.uri()) ? fault : Fault.NONE;
    if (present instanceof Fault.Drop) {
      request.connection().close();
    } else if (present instanceof Fault.Delay delay && !delay.duration().isZero()) {
      vertx.setTimer(delay.duration().toMillis(), timer -> forward(request, present));
    } else if (present instanceof Fault.Answer answer) {
      request.resume();
      request.response().headers().setAll(answer.headers());
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .setStatusCode(answer.status())
          .end(answer.body());
    } else if (!(present instanceof Fault.Hang)) {
      forward(request, present);
    }
  }

  private static boolean isWrite(HttpServerRequest request) {
    return !request.method().equals(HttpMethod.GET) && !request.uri().contains("/leases");
  }

  private void forward(HttpServerRequest request, Fault present) {
    boolean isUpgrade = request.headers().contains(HttpHeaders.UPGRADE);
    String uri =
        present instanceof Fault.Expire && isUpgrade
            ? request.uri().replaceFirst("resourceVersion=[0-9]+", "resourceVersion=1")
            : request.uri();
    client
        .request(new RequestOptions().setMethod(request.method()).setURI(uri))
        .compose(
            onward -> {
              onward.headers().setAll(request.headers()).remove(HttpHeaders.HOST);
              return isUpgrade ? onward.connect() : send(request, onward);
            })
        .onSuccess(
            answer -> {
              if (isWrite(request) && answer.statusCode() / 100 == 2) {
                accepted.add(request.method() + " " + request.path());
              }
              if (answer.statusCode() == SWITCHING_PROTOCOLS) {
                tunnel(request, answer);
              } else {
                answer(request, answer, present);
              }
            })
        .onFailure(failure -> request.connection().close());
  }

  private static Future<HttpClientResponse> send(
      HttpServerRequest request, HttpClientRequest onward) {
    onward.setChunked(!onward.headers().contains(HttpHeaders.CONTENT_LENGTH));
    return onward.send(request);
  }

  private static void answer(HttpServerRequest request, HttpClientResponse answer, Fault present) {
    request.response().setStatusCode(answer.statusCode()).headers().setAll(answer.headers());
    if (present instanceof Fault.Rewrite rewrite) {
      request.response().headers().remove(HttpHeaders.CONTENT_LENGTH);
      request.response().headers().remove(HttpHeaders.TRANSFER_ENCODING);
      answer
          .body()
          .onSuccess(body -> request.response().end(rewrite.change().apply(body.toString())))
          .onFailure(failure -> request.connection().close());
      return;
    }
    answer.pipeTo(request.response()).onFailure(failure -> request.connection().close());
  }

  /** Watches are WebSockets. */
  private static void tunnel(HttpServerRequest request, HttpClientResponse answer) {
    request.response().setStatusCode(SWITCHING_PROTOCOLS).headers().setAll(answer.headers());
    NetSocket there = answer.netSocket();
    there.pause();
    // It throws where the connection was cut meanwhile.
    Future.<NetSocket>future(socket -> request.toNetSocket().onComplete(socket))
        .onSuccess(
            here -> {
              here.pipeTo(there);
              there.pipeTo(here);
            })
        .onFailure(failure -> there.close());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
