package dev.rootbridge.kube;

import dev.rootbridge.serving.ServedCertificate;
import dev.rootbridge.serving.ServingHosts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What keeps the serving certificate of one replica, with a webhook that shows it and allows
 * everything.
 */
final class ServingReplica implements AutoCloseable {

  static final String NAMESPACE = "rootbridge-system";
  static final String SECRET = "rootbridge-serving";

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger answered = new AtomicInteger();
  private final ServedCertificate served;
  private final HttpServer server;
  private final ServingLoop loop;
  private volatile Optional<Term> term;

  /**
   * @param client with the rights of Rootbridge
   * @param leads whether it is the one that writes
   * @param machine what its machine takes for the time
   */
  ServingReplica(KubernetesClient client, boolean leads, Clock machine) {
    this.term = leads ? Optional.of(new Term(1)) : Optional.empty();
    ServerClock clock = new ServerClock(machine);
    this.served = new ServedCertificate(clock);
    this.server =
        join(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(served)))
                .requestHandler(this::allow)
                .listen(0, "127.0.0.1"));
    this.loop =
        new ServingLoop(
            client,
            new ServingSettings(
                NAMESPACE,
                SECRET,
                "rootbridge.dev",
                new ServingHosts(new TreeSet<>(Set.of("127.0.0.1", "rootbridge.example"))),
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ofMillis(500),
                "serving-it"),
            served,
            () -> term,
            new ToldEvents(),
            clock,
            meters);
  }

  private void allow(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              answered.incrementAndGet();
              String uid = body.toJsonObject().getJsonObject("request").getString("uid");
              request
                  .response()
                  .putHeader("Content-Type", "application/json")
                  .end(
                      new JsonObject()
                          .put("apiVersion", "admission.k8s.io/v1")
                          .put("kind", "AdmissionReview")
                          .put("response", new JsonObject().put("uid", uid).put("allowed", true))
                          .encode());
            });
  }

  String url() {
    return "https://127.0.0.1:" + server.actualPort() + "/inject";
  }

  ServedCertificate served() {
    return served;
  }

  /** How many calls it has answered. */
  int answered() {
    return answered.get();
  }

  double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  double steps(String step) {
    return meters.find("rootbridge.serving.steps").tag("step", step).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  void lead(long number) {
    term = Optional.of(new Term(number));
  }

  void loseTheLease() {
    term = Optional.empty();
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    loop.close();
    join(vertx.close());
  }
}
