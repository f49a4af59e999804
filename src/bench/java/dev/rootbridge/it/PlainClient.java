package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A client of an API server that does nothing but send what it is given: over a few HTTP/2
 * connections, with a client certificate.
 */
final class PlainClient {

  private static final int CONNECTIONS = 4;

  /** API servers take a hundred on each connection, and the client fails beyond that. */
  static final int MAX_IN_FLIGHT = CONNECTIONS * 80;

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final List<HttpClient> clients;
  private final AtomicInteger sent = new AtomicInteger();
  private final URI server;

  PlainClient(ApiServer cluster) {
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
    this.server = URI.create(config.getMasterUrl());
  }

  HttpRequest create(String path, byte[] object) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(object))
        .build();
  }

  /** Creates an object in another encoding than JSON, in which the answer comes too. */
  HttpRequest create(String path, String mediaType, byte[] object) {
    return request(path)
        .setHeader("Accept", mediaType)
        .header("Content-Type", mediaType)
        .POST(BodyPublishers.ofByteArray(object))
        .build();
  }

  /**
   * What an object would be once it was created.
   *
   * @param mediaType of the answer
   */
  byte[] tryToCreate(String path, byte[] object, String mediaType) {
    HttpRequest request =
        request(path + "?dryRun=All")
            .setHeader("Accept", mediaType)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(object))
            .build();
    return clients.get(0).sendAsync(request, BodyHandlers.ofByteArray()).join().body();
  }

  /** Server-side apply; what others own there is taken over. */
  HttpRequest apply(String path, byte[] object) {
    return request(path + "?fieldManager=plain&force=true")
        .header("Content-Type", "application/apply-patch+yaml")
        .method("PATCH", BodyPublishers.ofByteArray(object))
        .build();
  }

  HttpRequest delete(String path) {
    return request(path).DELETE().build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(LIMIT)
        .header("Accept", "application/json");
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return clients
        .get(Math.floorMod(sent.getAndIncrement(), CONNECTIONS))
        .sendAsync(request, BodyHandlers.ofString());
  }

  /**
   * Sends all, and waits for the last answer.
   *
   * @param inFlight how many are unanswered at a time
   * @return how long it took, in seconds
   * @throws AssertionError if one wasn't done
   */
  double sendAll(List<HttpRequest> requests, int inFlight) {
    Semaphore room = new Semaphore(inFlight);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    long start = System.nanoTime();
    for (HttpRequest request : requests) {
      room.acquireUninterruptibly();
      answers.add(send(request).whenComplete((answer, failure) -> room.release()));
    }
    List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();
    double seconds = (System.nanoTime() - start) / 1e9;
    for (HttpResponse<String> answer : all) {
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
    return seconds;
  }
}
