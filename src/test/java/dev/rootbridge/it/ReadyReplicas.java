package dev.rootbridge.it;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what a Service does: hands each new connection to one of the replicas that are ready, by
 * turns, and leaves those that there are alone, even where their replica is not ready any more.
 * Hears of readiness as late as a kubelet would tell it.
 */
final class ReadyReplicas implements AutoCloseable {

  private static final Duration PROBE = Duration.ofMillis(500);

  private final Vertx vertx = Vertx.vertx();
  private final List<RootbridgeProcess> ready = new CopyOnWriteArrayList<>();
  private final List<RootbridgeProcess> all = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final NetServer server;

  ReadyReplicas() {
    server = join(vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
    vertx.setPeriodic(PROBE.toMillis(), timer -> probe());
  }

  /** Where API servers call. */
  String url() {
    return "https://127.0.0.1:" + server.actualPort() + "/inject";
  }

  void add(RootbridgeProcess replica) {
    all.add(replica);
  }

  void remove(RootbridgeProcess replica) {
    all.remove(replica);
    ready.remove(replica);
  }

  /** Those that new connections go to. */
  List<RootbridgeProcess> ready() {
    return List.copyOf(ready);
  }

  private void probe() {
    for (RootbridgeProcess replica : all) {
      vertx
          .<Boolean>executeBlocking(replica::isReady)
          .onSuccess(
              isReady -> {
                if (!isReady) {
                  ready.remove(replica);
                } else if (!ready.contains(replica) && all.contains(replica)) {
                  ready.add(replica);
                }
              });
    }
  }

  private void connect(NetSocket caller) {
    List<RootbridgeProcess> present = ready();
    if (present.isEmpty()) {
      caller.close();
      return;
    }
    URI target = present.get(Math.floorMod(turn.getAndIncrement(), present.size())).webhook();
    caller.pause();
    vertx
        .createNetClient()
        .connect(target.getPort(), target.getHost())
        .onSuccess(
            replica -> {
              replica.pipeTo(caller);
              caller.pipeTo(replica);
              caller.resume();
            })
        .onFailure(failure -> caller.close());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
