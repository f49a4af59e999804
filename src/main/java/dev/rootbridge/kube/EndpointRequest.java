package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a bundle endpoint once. The endpoint may be hostile: it is given no second address, no more
 * than {@link #MAX_BYTES} and {@link #TIME}, however fast or slowly it talks.
 */
final class EndpointRequest {

  static final int MAX_BYTES = 1 << 20;

  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final HttpClientOptions options;

  /** What an endpoint answered. */
  sealed interface Answer {
    /**
     * A document.
     *
     * @param tag by which the endpoint knows it again (RFC 9110, section 8.8.3)
     */
    record Document(String text, Optional<String> tag) implements Answer {}

    /** The document is the one that was asked with. */
    record Unchanged() implements Answer {}
  }

  /** Why there is no answer that can be used. */
  static final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    Refusal(Failure failure, String message) {
      super(message);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  private EndpointRequest(Vertx vertx, HttpClientOptions options) {
    this.vertx = vertx;
    this.options =
        options
            .setSsl(true)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setKeepAlive(false)
            .setConnectTimeout((int) CONNECT_TIME.toMillis());
  }

  /** Knows the server by a certificate for the URL's host. */
  static EndpointRequest web(Vertx vertx, TrustManagerFactory roots) {
    return new EndpointRequest(
        vertx,
        new HttpClientOptions().setVerifyHost(true).setTrustOptions(TrustOptions.wrap(roots)));
  }

  /** Leaves it to the given judge alone to know the server. */
  static EndpointRequest judgedBy(Vertx vertx, TrustManager judge) {
    return new EndpointRequest(
        vertx,
        new HttpClientOptions().setVerifyHost(false).setTrustOptions(TrustOptions.wrap(judge)));
  }

  /**
   * Sends it. A failure is a {@link Refusal}.
   *
   * @param tag of the document that is known already
   */
  Future<Answer> send(URI url, Optional<String> tag) {
    HttpClient client = vertx.createHttpClient(options);
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.ACCEPT, "application/json")
            .putHeader(HttpHeaders.USER_AGENT, "rootbridge");
    tag.ifPresent(known -> request.putHeader(HttpHeaders.IF_NONE_MATCH, known));
    Promise<Answer> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            TIME.toMillis(),
            late ->
                answer.tryFail(
                    new Refusal(
                        Failure.UNREACHABLE, "no whole answer within " + TIME.toSeconds() + " s")));
    client
        .request(request)
        .compose(HttpClientRequest::send)
        .compose(EndpointRequest::read)
        .onSuccess(answer::tryComplete)
        .onFailure(cause -> answer.tryFail(refusal(cause)));
    return answer
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              client.close();
            });
  }

  private static Future<Answer> read(HttpClientResponse response) {
    int status = response.statusCode();
    if (status == HttpURLConnection.HTTP_NOT_MODIFIED) {
      return Future.succeededFuture(new Answer.Unchanged());
    }
    if (status != HttpURLConnection.HTTP_OK) {
      return Future.failedFuture(
          new Refusal(
              Failure.UNREACHABLE,
              "it answered "
                  + status
                  + (status / 100 == 3 ? "; redirects are not followed, name the final URL" : "")));
    }
    Promise<Answer> document = Promise.promise();
    Buffer text = Buffer.buffer();
    response
        .exceptionHandler(document::tryFail)
        .handler(
            part -> {
              if (text.length() + part.length() > MAX_BYTES) {
                document.tryFail(
                    new Refusal(
                        Failure.MALFORMED, "the document has more than " + MAX_BYTES + " bytes"));
                response.request().reset();
              } else {
                text.appendBuffer(part);
              }
            })
        .endHandler(
            end ->
                document.tryComplete(
                    new Answer.Document(
                        text.toString(),
                        Optional.ofNullable(response.getHeader(HttpHeaders.ETAG)))));
    return document.future();
  }

  private static Refusal refusal(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (Causes.find(cause, AddressRefusedException.class).isPresent()) {
      return new Refusal(Failure.ADDRESS_REFUSED, "its " + Causes.describeRoot(cause));
    }
    return Causes.find(cause, CertificateException.class)
        .map(
            judged ->
                new Refusal(
                    Failure.NOT_AUTHENTIC,
                    "the server is not known as the endpoint: " + Causes.describeRoot(judged)))
        .orElseGet(() -> new Refusal(Failure.UNREACHABLE, Causes.describeRoot(cause)));
  }
}
