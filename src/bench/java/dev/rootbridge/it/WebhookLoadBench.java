package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.RealSizeReview;
import dev.rootbridge.bench.Report;
import dev.rootbridge.bench.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the decision takes from the throughput of the packaged server: the same process, reached in
 * the same way, answers reviews, or does nothing and answers the same bytes.
 */
@OnRealClusters
class WebhookLoadBench {

  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final int ROUNDS = 7;

  /** Not counted: at full load the JVM is busy with itself for minutes, which no user sees. */
  private static final int SETTLING_ROUNDS = 18;

  private static final String JSON = "application/json";

  private final Installation rootbridge;
  private final HttpClient client;
  private final URI webhook;
  private final URI doNothing;

  WebhookLoadBench(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.client = HttpClient.newBuilder().sslContext(TrustIn.only(rootbridge.servingCa())).build();
    this.webhook = rootbridge.process().webhook();
    this.doNothing = webhook.resolve("/do-nothing");
  }

  @Test
  void theWebhookHasFourFifthsOfTheThroughputOfDoingNothing() throws Exception {
    try (Federation federation = Federation.of(rootbridge)) {
      byte[] review = RealSizeReview.in(federation.namespace().name());
      String answer =
          await().until(() -> post(webhook, review), text -> text.contains("\"patch\""));
      prepareDoNothing(answer);
      assertThat(post(doNothing, review)).isEqualTo(answer);

      H2load load = new H2load(Files.write(Report.file("review.json"), review));
      load.warmUp(webhook, WARM_UP);
      load.warmUp(doNothing, WARM_UP);
      for (int round = 0; round < SETTLING_ROUNDS; round++) {
        load.answersPerSecond(webhook, ROUND);
        load.answersPerSecond(doNothing, ROUND);
      }
      List<Double> decided = new ArrayList<>();
      List<Double> nothing = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        nothing.add(load.answersPerSecond(doNothing, ROUND));
        decided.add(load.answersPerSecond(webhook, ROUND));
        ratios.add(decided.get(round) / nothing.get(round));
      }
      Report.of("webhook-load")
          .measured(
              Goal.ratioAtLeast("throughput over that of doing nothing, median", 0.8),
              Sample.of(ratios).median())
          .figure("reviews decided a second, median", whole(decided))
          .figure("reviews a second that nothing is done with, median", whole(nothing))
          .figure("ratio of each round", Sample.of(ratios).toString())
          .publish();
    }
  }

  private static String whole(List<Double> values) {
    return "%.0f".formatted(Sample.of(values).median());
  }

  private void prepareDoNothing(String answer) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(doNothing)
            .header("Content-Type", JSON)
            .PUT(BodyPublishers.ofString(answer))
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
  }

  private String post(URI target, byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
