package dev.rootbridge.boot;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Sends callers elsewhere while this replica is about to end. It is not ready any more, so new
 * connections go to others; but API servers keep the connections that they have, and a request that
 * is sent just when its connection is closed is lost. So each answer asks its caller to connect
 * anew.
 */
@Singleton
final class Draining {

  /** Before all that answers. */
  private static final int FIRST = 1000;

  private volatile boolean ending;

  void begin(@Observes ShutdownDelayInitiatedEvent event) {
    ending = true;
  }

  void register(@Observes Filters filters) {
    filters.register(this::pass, FIRST);
  }

  private void pass(RoutingContext context) {
    if (ending) {
      if (context.request().version() == HttpVersion.HTTP_2) {
        // GOAWAY: what is under way on the connection is answered, and no stream begun after it.
        context.response().endHandler(sent -> context.request().connection().shutdown());
      } else {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
    }
    context.next();
  }
}
