package dev.rootbridge.web;

import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.ToldEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The page as it is served, of a plan that is chosen, at the time when that was made. */
final class ServedPage implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  ServedPage(SyncPlan plan, Changes changes, List<ToldEvent> events, Instance<PodSamples> samples) {
    Clock clock = Clock.fixed(plan.madeAt(), ZoneOffset.UTC);
    PageRoutes routes =
        new PageRoutes(
            new StatusPage(() -> Optional.of(plan), () -> changes, () -> events, samples, clock),
            new StatusApi(() -> Optional.of(plan), () -> changes, () -> events, clock));
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                routes.on(
                    vertx,
                    anyone -> CompletableFuture.completedFuture(new PageAccess.Verdict.Granted())))
            .listen(0, "localhost")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String at(String path) {
    return URI.create("http://localhost:" + server.actualPort() + "/").resolve(path).toString();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
