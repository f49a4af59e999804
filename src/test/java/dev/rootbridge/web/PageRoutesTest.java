package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.PlanView;
import dev.rootbridge.web.PageAccess.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and what becomes of too many. What the pages hold is for others to test. */
class PageRoutesTest {

  private static final String STATUS = "/api/v1/status";

  private final AtomicReference<Verdict> verdict = new AtomicReference<>(new Verdict.Granted());
  private final AtomicReference<Optional<String>> shown = new AtomicReference<>(Optional.empty());
  private final HttpClient client = HttpClient.newHttpClient();
  private PlanView plans = () -> Optional.of(TestPlan.settled());
  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void serve() {
    vertx = Vertx.vertx();
    PageRoutes routes =
        new PageRoutes(
            new StatusPage(
                () -> plans.latest(), PageRoutesTest::nothing, List::of, null, Clock.systemUTC()),
            new StatusApi(
                () -> plans.latest(), PageRoutesTest::nothing, List::of, Clock.systemUTC()));
    server =
        vertx
            .createHttpServer()
            .requestHandler(routes.on(vertx, this::check))
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private static Changes nothing() {
    return new Changes(NOW, List.of());
  }

  private CompletionStage<Verdict> check(Optional<String> authorization) {
    shown.set(authorization);
    // As from the thread of whoever was asked.
    return CompletableFuture.supplyAsync(verdict::get);
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whoMayReadsAndTheHeaderIsPassedOn() {
    HttpResponse<String> answer = get(STATUS, "Authorization", "Bearer abc");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(shown.get()).contains("Bearer abc");
    assertThat(answer.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void whoIsNotKnownIsAskedForAToken() {
    verdict.set(new Verdict.Unauthenticated("a token is needed"));

    for (String path : List.of("/", "/namespaces", STATUS, "/api/openapi.json", "/nowhere")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.body()).isEqualTo("a token is needed\n");
      assertThat(answer.headers().allValues("www-authenticate"))
          .hasSize(2)
          .anyMatch("Bearer"::equals)
          .anyMatch(challenge -> challenge.startsWith("Basic realm="));
    }
  }

  @Test
  void theStyleSheetIsNoSecret() {
    verdict.set(new Verdict.Unauthenticated("a token is needed"));

    assertThat(get("/style.css").statusCode()).isEqualTo(200);
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() {
    verdict.set(new Verdict.Forbidden("user x may not"));

    assertThat(get(STATUS).statusCode()).isEqualTo(403);
    assertThat(get(STATUS).body()).isEqualTo("user x may not\n");
  }

  @Test
  void whileNobodyCanBeAskedNobodyReads() {
    verdict.set(new Verdict.Unavailable("nobody can be asked"));

    HttpResponse<String> answer = get(STATUS);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(answer.body()).doesNotContain("b.example");
  }

  @Test
  void beforeTheFirstPlanProgramsAreToldToComeBack() {
    plans = Optional::empty;

    HttpResponse<String> answer = get(STATUS);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(answer.body()).startsWith("NotYetRead");
  }

  @Test
  void whatIsTooMuchAtOnceIsTurnedAwayAndTheRestIsAnswered() {
    CountDownLatch held = new CountDownLatch(1);
    plans =
        () -> {
          await().until(() -> held.getCount() == 0);
          return Optional.of(TestPlan.settled());
        };

    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    client
                        .sendAsync(request(STATUS).build(), BodyHandlers.discarding())
                        .thenApply(HttpResponse::statusCode))
            .toList();
    await().until(() -> answers.stream().filter(CompletableFuture::isDone).count() == 8);
    held.countDown();

    assertThat(answers.stream().map(CompletableFuture::join).filter(code -> code == 503))
        .hasSize(8);
    assertThat(answers.stream().map(CompletableFuture::join).filter(code -> code == 200))
        .hasSize(32);
    assertThat(get(STATUS).statusCode()).isEqualTo(200);
  }

  @Test
  void whatGoesWrongInsideStaysInside() {
    plans =
        () -> {
          throw new IllegalStateException("a secret of the inside");
        };

    HttpResponse<String> answer = get(STATUS);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("the log says why\n");
  }

  private HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + server.actualPort()).resolve(path));
  }
}
