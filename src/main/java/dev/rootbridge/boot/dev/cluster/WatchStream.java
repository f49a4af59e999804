package dev.rootbridge.boot.dev.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries the events of a watch to its client for as long as that stays: one text frame each over a
 * WebSocket, which fabric8's client asks for, or one line each over HTTP, as {@code curl} does.
 */
final class WatchStream {

  private WatchStream() {}

  /**
   * @param subscribe starts the events and returns what ends them
   */
  static void open(HttpServerRequest request, Function<Consumer<ObjectNode>, Runnable> subscribe) {
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      request.toWebSocket().onSuccess(socket -> overWebSocket(socket, subscribe));
    } else {
      overHttp(request.response(), subscribe);
    }
  }

  private static void overWebSocket(
      ServerWebSocket socket, Function<Consumer<ObjectNode>, Runnable> subscribe) {
    Runnable end = subscribe.apply(event -> socket.writeTextMessage(event.toString()));
    socket.closeHandler(closed -> end.run());
  }

  private static void overHttp(
      HttpServerResponse response, Function<Consumer<ObjectNode>, Runnable> subscribe) {
    response.setChunked(true).putHeader("Content-Type", "application/json");
    Runnable end = subscribe.apply(event -> response.write(event + "\n"));
    response.closeHandler(closed -> end.run());
  }
}
