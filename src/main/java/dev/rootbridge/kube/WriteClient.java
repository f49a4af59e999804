package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The client that writes are made with. It shares the connections of another one, but sends each
 * request once: the client's own retries would come when nobody has asked anew whether the write is
 * still this replica's to make. What they would have obeyed, it passes on: the wish of a busy API
 * server to be left alone.
 */
final class WriteClient {

  private WriteClient() {}

  /**
   * @param onBusy told how long the API server wants to be left alone
   */
  static KubernetesClient of(KubernetesClient client, Consumer<Duration> onBusy) {
    RequestConfig once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .build();
    HttpClient http =
        client
            .getHttpClient()
            .newBuilder()
            .addOrReplaceInterceptor("rootbridge-retry-after", new BusyServer(onBusy))
            .addOrReplaceInterceptor("rootbridge-metadata", new MetadataOfPatched())
            .build();
    return new KubernetesClientImpl(
            http,
            client.getConfiguration(),
            () -> Runnable::run,
            client.getKubernetesSerialization())
        .withRequestConfig(once)
        .call(writing -> writing);
  }

  /**
   * What was written is known: the answer is asked for its version only, since thousands of bundles
   * would be sent back and parsed for it.
   */
  private record MetadataOfPatched() implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (request.method().equals("PATCH")) {
        builder.setHeader("Accept", MetadataOnly.OBJECTS + ",application/json");
      }
    }
  }

  /** Reads {@code Retry-After} of every answer that has it (RFC 9110, 10.2.3). */
  private record BusyServer(Consumer<Duration> onBusy) implements Interceptor {
    @Override
    public CompletableFuture<Boolean> afterFailure(
        BasicBuilder request, HttpResponse<?> response, RequestTags tags) {
      Optional.ofNullable(response.header("Retry-After"))
          .flatMap(BusyServer::parse)
          .ifPresent(onBusy);
      return CompletableFuture.completedFuture(false);
    }

    private static Optional<Duration> parse(String retryAfter) {
      if (retryAfter.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Integer.parseInt(retryAfter)));
      }
      try {
        Instant end =
            ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return Optional.of(Duration.between(Instant.now(), end));
      } catch (DateTimeParseException notDate) {
        // Neither form: as if it weren't there.
        return Optional.empty();
      }
    }
  }
}
