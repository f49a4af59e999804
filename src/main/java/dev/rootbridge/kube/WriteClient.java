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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The client that writes are made with. It shares the connections of another one, but sends each
 * request once: the client's own retries would come when nobody has asked anew whether the write is
 * still this replica's to make. What they would have obeyed, it passes on: the wish of a busy API
 * server to be left alone.
 */
final class WriteClient {

  private static final Set<String> ANSWERED_WITH_THE_OBJECT = Set.of("PATCH", "POST");

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
            .addOrReplaceInterceptor("rootbridge-metadata", new MetadataOfWritten())
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
  private record MetadataOfWritten() implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (ANSWERED_WITH_THE_OBJECT.contains(request.method())) {
        builder.setHeader("Accept", MetadataOnly.OBJECTS + ",application/json");
      }
    }
  }

  /** Hears from an API server that it has too much to do. */
  private record BusyServer(Consumer<Duration> onBusy) implements Interceptor {
    @Override
    public CompletableFuture<Boolean> afterFailure(
        BasicBuilder request, HttpResponse<?> response, RequestTags tags) {
      RetryAfter.of(response.code(), response.header("Retry-After")).ifPresent(onBusy);
      return CompletableFuture.completedFuture(false);
    }
  }
}
