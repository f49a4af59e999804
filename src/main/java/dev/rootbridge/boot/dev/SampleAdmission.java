package dev.rootbridge.boot.dev;

import dev.rootbridge.boot.dev.cluster.EmbeddedCluster;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.web.PodSample;
import dev.rootbridge.web.PodSamples;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts the sample pod through the webhook, as the API server of a cluster would, once the namespace
 * of the pod has its bundle; then greets.
 */
@Embedded
@Singleton
final class SampleAdmission implements PodSamples {

  private static final Logger LOG = Logger.getLogger(SampleAdmission.class);
  private static final long TRY_EVERY_MILLIS = 250;

  private final SampleReview review =
      SampleReview.ofResource("checkout, a pod with Istio's native sidecar", "sample-pod.yaml");
  private final Vertx vertx;
  private final PlanView plans;
  private final Provider<Integer> webhookPort;
  private final Provider<Integer> pagePort;
  private final EmbeddedClusters clusters;
  private final HttpClient client;
  private volatile Optional<PodSample> sample = Optional.empty();
  private volatile long timer;
  private volatile String said = "";

  /**
   * @param webhookPort asked when the server is up, which may have chosen it
   */
  SampleAdmission(
      Vertx vertx,
      PlanView plans,
      @ConfigProperty(name = "quarkus.http.ssl-port") Provider<Integer> webhookPort,
      @ConfigProperty(name = "rootbridge.page.port") Provider<Integer> pagePort,
      EmbeddedClusters clusters,
      @Identifier("webhook") WebhookIdentity webhook) {
    this.vertx = vertx;
    this.plans = plans;
    this.webhookPort = webhookPort;
    this.pagePort = pagePort;
    this.clusters = clusters;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustOptions(webhook.trust(vertx)));
  }

  @Override
  public List<PodSample> all() {
    return sample.stream().toList();
  }

  void start(@Observes StartupEvent started) {
    timer = vertx.setPeriodic(TRY_EVERY_MILLIS, tick -> plans.latest().ifPresent(this::attempt));
  }

  @PreDestroy
  void stop() {
    vertx.cancelTimer(timer);
    client.close();
  }

  private void attempt(SyncPlan plan) {
    if (hasBundle(plan)) {
      callWebhook()
          .map(answer -> review.outcome(answer.getBytes()))
          .onSuccess(
              outcome ->
                  outcome.ifPresentOrElse(
                      patched -> finish(plan, patched),
                      () -> sayOnce("the webhook left the sample pod as it is")))
          .onFailure(failure -> sayOnce("the webhook can't be called: " + failure.getMessage()));
    }
  }

  private void sayOnce(String problem) {
    if (!problem.equals(said)) {
      said = problem;
      LOG.warnf("%s; it is asked again until it gives the bundle", problem);
    }
  }

  private static boolean hasBundle(SyncPlan plan) {
    return plan.home().namespaces().stream()
        .filter(namespace -> namespace.name().equals(SampleObjects.NAMESPACE))
        .anyMatch(namespace -> namespace.state() == TargetState.CURRENT);
  }

  private Future<Buffer> callWebhook() {
    return client
        .request(HttpMethod.POST, webhookPort.get(), "localhost", "/inject")
        .compose(
            request -> request.putHeader("Content-Type", "application/json").send(review.request()))
        .compose(HttpClientResponse::body);
  }

  private void finish(SyncPlan plan, PodSample patched) {
    if (vertx.cancelTimer(timer)) {
      sample = Optional.of(patched);
      URI page = URI.create("http://localhost:" + pagePort.get() + "/");
      EmbeddedCluster served = clusters.served();
      LOG.info(new Guide(plan, page, served.url(), served.bearerToken()).text());
    }
  }
}
