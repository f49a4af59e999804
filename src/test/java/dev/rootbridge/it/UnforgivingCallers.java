package dev.rootbridge.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Send reviews one after the other, by HTTP/1.1 on connections that they keep, and none a second
 * time: API servers make up for a connection that is lost, so they wouldn't tell.
 */
final class UnforgivingCallers implements AutoCloseable {

  private static final int CALLERS = 4;
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "operation": "CREATE", "namespace": "default",
        "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "plain"},
          "spec": {"containers": [{"name": "app", "image": "app"}]}}}}
      """;

  private final HttpClient client;
  private final HttpRequest request;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private volatile boolean calling = true;

  UnforgivingCallers(URI webhook, SSLContext trust) {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build();
    request =
        HttpRequest.newBuilder(webhook)
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(REVIEW))
            .build();
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(this::call);
    }
  }

  private void call() {
    while (calling) {
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          answered.incrementAndGet();
        } else {
          failures.add(Instant.now() + " " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        failures.add(Instant.now() + " " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  int answered() {
    return answered.get();
  }

  /** Each request that had no good answer. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Lets each have the answer that it waits for. */
  @Override
  public void close() {
    calling = false;
    callers.shutdown();
    try {
      callers.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
