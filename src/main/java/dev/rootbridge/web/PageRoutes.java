package dev.rootbridge.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Who may read what, on a server of its own: admissions must stay free of everything else. It runs
 * no script and asks for nothing elsewhere, so that its content security policy can forbid all but
 * the one style sheet.
 */
@Singleton
public final class PageRoutes {

  private static final Logger LOG = Logger.getLogger(PageRoutes.class);

  private static final String SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String JSON = "application/json";

  /** Pages are rendered by threads of their own, a few at once, and a few may wait. */
  private static final int RENDERERS = 2;

  private static final int MOST_UNDER_WAY = 32;
  private static final String RETRY_SECONDS = "5";

  private final StatusPage page;
  private final StatusApi api;
  private final Buffer styleSheet = readStyleSheet();
  private final AtomicInteger underWay = new AtomicInteger();

  PageRoutes(StatusPage page, StatusApi api) {
    this.page = page;
    this.api = api;
  }

  /** Text that is to be sent, or why not. */
  private interface Answer {
    String text() throws ListQuery.MalformedException, StatusApi.NothingYetException;
  }

  /** What to serve; nothing but the style sheet without leave. */
  public Router on(Vertx vertx, PageAccess access) {
    WorkerExecutor renderers = vertx.createSharedWorkerExecutor("page", RENDERERS);
    Router router = Router.router(vertx);
    router.route().handler(PageRoutes::prepare);
    router
        .get("/style.css")
        .handler(
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "text/css; charset=utf-8")
                    .end(styleSheet));
    router.route().handler(request -> admit(request, access));
    pages(router, renderers, "/", page::overview);
    pages(router, renderers, "/" + Namespaces.LIST, page::namespaces);
    pages(router, renderers, "/" + Pods.LIST, page::pods);
    pages(router, renderers, "/changes", page::changes);
    pages(router, renderers, "/events", page::events);
    documents(router, renderers, "status", api::status);
    documents(router, renderers, "namespaces", api::namespaces);
    documents(router, renderers, "missed-pods", api::missedPods);
    documents(router, renderers, "changes", api::changes);
    documents(router, renderers, "events", api::events);
    router
        .get("/api/openapi.json")
        .handler(
            request -> request.response().putHeader("Content-Type", JSON).end(api.description()));
    router
        .route()
        .handler(request -> refuse(request, HttpResponseStatus.NOT_FOUND, "no such page"));
    return router;
  }

  private void pages(
      Router router, WorkerExecutor renderers, String path, StatusPage.Rendering rendering) {
    router
        .get(path)
        .handler(
            request ->
                answer(
                    request, renderers, HTML, () -> page.render(rendering, request.queryParams())));
  }

  private void documents(
      Router router, WorkerExecutor renderers, String name, StatusApi.Document document) {
    router
        .get(StatusApi.ROOT + name)
        .handler(
            request ->
                answer(request, renderers, JSON, () -> api.print(document, request.queryParams())));
  }

  private void answer(
      RoutingContext request, WorkerExecutor renderers, String contentType, Answer answer) {
    if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
      underWay.decrementAndGet();
      request.response().putHeader("Retry-After", RETRY_SECONDS);
      refuse(request, HttpResponseStatus.SERVICE_UNAVAILABLE, "too many pages are being rendered");
      return;
    }
    renderers
        .executeBlocking(answer::text, false)
        .onComplete(done -> underWay.decrementAndGet())
        .onSuccess(text -> request.response().putHeader("Content-Type", contentType).end(text))
        .onFailure(failure -> fail(request, failure));
  }

  private static void fail(RoutingContext request, Throwable failure) {
    if (failure instanceof ListQuery.MalformedException) {
      refuse(request, HttpResponseStatus.BAD_REQUEST, failure.getMessage());
    } else if (failure instanceof StatusApi.NothingYetException) {
      request.response().putHeader("Retry-After", RETRY_SECONDS);
      refuse(request, HttpResponseStatus.SERVICE_UNAVAILABLE, failure.getMessage());
    } else {
      LOG.error("a page can't be rendered", failure);
      refuse(request, HttpResponseStatus.INTERNAL_SERVER_ERROR, "the log says why");
    }
  }

  private static void prepare(RoutingContext request) {
    HttpMethod method = request.request().method();
    request
        .response()
        .putHeader("Content-Security-Policy", SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cache-Control", "no-store");
    if (method.equals(HttpMethod.GET)) {
      request.next();
    } else {
      request.response().putHeader("Allow", "GET");
      refuse(request, HttpResponseStatus.METHOD_NOT_ALLOWED, "it can be read only");
    }
  }

  private static void admit(RoutingContext request, PageAccess access) {
    request.request().pause();
    access
        .check(Optional.ofNullable(request.request().getHeader("Authorization")))
        .thenAccept(verdict -> request.vertx().runOnContext(now -> admitted(request, verdict)));
  }

  private static void admitted(RoutingContext request, PageAccess.Verdict verdict) {
    request.request().resume();
    if (verdict instanceof PageAccess.Verdict.Granted) {
      request.next();
    } else if (verdict instanceof PageAccess.Verdict.Unauthenticated unknown) {
      // Browsers ask for a name and a password; others send the token itself.
      request.response().headers().add("WWW-Authenticate", "Bearer");
      request
          .response()
          .headers()
          .add("WWW-Authenticate", "Basic realm=\"Rootbridge: any name, the token as password\"");
      refuse(request, HttpResponseStatus.UNAUTHORIZED, unknown.message());
    } else if (verdict instanceof PageAccess.Verdict.Forbidden forbidden) {
      refuse(request, HttpResponseStatus.FORBIDDEN, forbidden.message());
    } else {
      request.response().putHeader("Retry-After", RETRY_SECONDS);
      refuse(
          request,
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          ((PageAccess.Verdict.Unavailable) verdict).message());
    }
  }

  private static void refuse(RoutingContext request, HttpResponseStatus status, String why) {
    request.response().setStatusCode(status.code()).putHeader("Content-Type", TEXT).end(why + "\n");
  }

  private static Buffer readStyleSheet() {
    try (InputStream style = PageRoutes.class.getResourceAsStream("/web/style.css")) {
      return Buffer.buffer(style.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("web/style.css can't be read from the jar", unreadable);
    }
  }
}
