package dev.rootbridge.it;

import dev.rootbridge.bench.ConstantRate;
import dev.rootbridge.bench.ConstantRate.Answer;
import dev.rootbridge.bench.RealSizeReview;
import dev.rootbridge.bench.Sample;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Pods with a sidecar that are created in one namespace at a constant rate, by a client that does
 * nothing else: over a few HTTP/2 connections, with a client certificate.
 */
final class PodStream {

  private static final int CONNECTIONS = 4;

  /** API servers take a hundred on each connection, and the client fails beyond that. */
  static final int MAX_IN_FLIGHT = CONNECTIONS * 80;

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What should become of the pods. */
  enum Expected {
    INJECTED {
      @Override
      boolean isIn(String pod) {
        return pod.contains("\\\"outcome\\\":\\\"Injected\\\"");
      }
    },
    UNTOUCHED {
      @Override
      boolean isIn(String pod) {
        return !pod.contains("rootbridge.dev/status");
      }
    };

    abstract boolean isIn(String pod);
  }

  private final List<HttpClient> clients;
  private final AtomicInteger sent = new AtomicInteger();
  private final URI pods;
  private final byte[] pod;
  private final Expected expected;

  PodStream(ApiServer cluster, TenantNamespace namespace, Expected expected) {
    Config config = cluster.admin().getConfiguration();
    try {
      SSLContext tls = SSLUtils.sslContext(config);
      this.clients =
          Stream.generate(() -> HttpClient.newBuilder().sslContext(tls).build())
              .limit(CONNECTIONS)
              .toList();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.pods =
        URI.create(config.getMasterUrl())
            .resolve("/api/v1/namespaces/" + namespace.name() + "/pods");
    this.pod = RealSizeReview.podIn(namespace.name());
    this.expected = expected;
  }

  /**
   * Creates pods for so long, then deletes them all, so that etcd is as full as before.
   *
   * @return milliseconds from when a creation was due until it was answered
   * @throws AssertionError if one failed, or a pod isn't as expected
   */
  Sample create(ConstantRate rate, Duration duration) {
    List<Answer<HttpResponse<String>>> answers =
        rate.run(duration, () -> nextClient().sendAsync(creation(), BodyHandlers.ofString()));
    for (Answer<HttpResponse<String>> answer : answers) {
      HttpResponse<String> response = answer.content();
      if (response.statusCode() != 201 || !expected.isIn(response.body())) {
        throw new AssertionError(
            "not " + expected + ": " + response.statusCode() + " " + response.body());
      }
    }
    delete();
    return Sample.of(answers.stream().map(Answer::millis).toList());
  }

  private HttpClient nextClient() {
    return clients.get(Math.floorMod(sent.getAndIncrement(), CONNECTIONS));
  }

  private HttpRequest creation() {
    return HttpRequest.newBuilder(pods)
        .timeout(LIMIT)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofByteArray(pod))
        .build();
  }

  private void delete() {
    HttpRequest request = HttpRequest.newBuilder(pods).timeout(LIMIT).DELETE().build();
    int status = nextClient().sendAsync(request, BodyHandlers.discarding()).join().statusCode();
    if (status != 200) {
      throw new AssertionError("the pods could not be deleted: " + status);
    }
  }
}
