package dev.rootbridge.web;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.LocalRootsView;
import dev.rootbridge.sync.PlanView;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * The bundle endpoint (SPIFFE Federation, section 5; profile {@code https_web}): {@code GET
 * /bundle} gives this cluster's trust bundle to whoever asks, so that others can federate with it
 * without reading its API. Roots of other trust domains are never in it: who trusts this domain
 * trusts it alone.
 */
public final class BundleHandler implements Handler<HttpServerRequest> {

  private static final String PATH = "/bundle";
  private static final String RETRY_SECONDS = "10";

  private final LocalRootsView roots;
  private final PlanView plans;
  private final Duration refreshHint;
  private volatile Rendered last = new Rendered(LocalRoots.NONE, null);

  /** What was last served, and from which roots. */
  private record Rendered(LocalRoots roots, BundleDocument document) {}

  /**
   * @param plans why there is no bundle, while there is none
   * @param refreshHint how often readers should come back; whole seconds
   */
  public BundleHandler(LocalRootsView roots, PlanView plans, Duration refreshHint) {
    this.roots = roots;
    this.plans = plans;
    this.refreshHint = refreshHint;
  }

  @Override
  public void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response().putHeader("X-Content-Type-Options", "nosniff");
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    if (!PATH.equals(request.path())) {
      refuse(response, HttpResponseStatus.NOT_FOUND, "the trust bundle is at " + PATH);
    } else if (!isHead && !request.method().equals(HttpMethod.GET)) {
      response.putHeader("Allow", "GET, HEAD");
      refuse(response, HttpResponseStatus.METHOD_NOT_ALLOWED, "it can be read only");
    } else {
      answer(request, response);
    }
  }

  private void answer(HttpServerRequest request, HttpServerResponse response) {
    LocalRoots kept = roots.kept();
    if (!kept.isPublished()) {
      unavailable(response, reason());
      return;
    }
    BundleDocument document;
    try {
      document = document(kept);
    } catch (IllegalArgumentException e) {
      unavailable(response, "UnsupportedKey: " + e.getMessage());
      return;
    }
    // May be kept, but not used unasked: a new root must be known before anything is signed by it.
    response.putHeader("ETag", document.etag()).putHeader("Cache-Control", "no-cache");
    if (document.isAmong(request.headers().getAll("If-None-Match"))) {
      response.setStatusCode(HttpResponseStatus.NOT_MODIFIED.code()).end();
      return;
    }
    response
        .putHeader("Content-Type", "application/json")
        .putHeader("Content-Length", Integer.toString(document.body().length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(document.body());
    }
  }

  private BundleDocument document(LocalRoots kept) {
    Rendered present = last;
    if (!present.roots().equals(kept)) {
      present = new Rendered(kept, BundleDocument.of(kept, refreshHint));
      last = present;
    }
    return present.document();
  }

  /** The name alone: the message tells where things are in this cluster, which is nobody's. */
  private String reason() {
    return plans
            .latest()
            .map(plan -> plan.home().local())
            .map(local -> local.anchors().isEmpty() ? local.source() : local.verification())
            .map(Condition::reason)
            .orElse("NotYetRead")
        + ": this trust domain's roots are not known or not verified yet";
  }

  private static void unavailable(HttpServerResponse response, String reason) {
    response.putHeader("Retry-After", RETRY_SECONDS);
    refuse(response, HttpResponseStatus.SERVICE_UNAVAILABLE, reason);
  }

  private static void refuse(
      HttpServerResponse response, HttpResponseStatus status, String reason) {
    response
        .setStatusCode(status.code())
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(reason + "\n");
  }
}
