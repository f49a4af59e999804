package dev.rootbridge.web;

import dev.rootbridge.sync.PlanView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

/**
 * The status page, on the management interface: apart from admissions, which must stay free of
 * everything else. It is rendered here whole and runs no script, so that its content security
 * policy can forbid all but the one style sheet: domain names and subjects on it are chosen by
 * others.
 */
@Singleton
final class StatusPage {

  private static final String SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final PlanView plans;
  private final Instance<PodSamples> samples;
  private final Clock clock;
  private final Buffer styleSheet = readStyleSheet();

  StatusPage(PlanView plans, Instance<PodSamples> samples, Clock clock) {
    this.plans = plans;
    this.samples = samples;
    this.clock = clock;
  }

  /** The templates, checked against the view model when the application is built. */
  @CheckedTemplate(basePath = "web")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance status(StatusView view);

    static native TemplateInstance waiting();
  }

  void register(@Observes ManagementInterface management) {
    Router router = management.router();
    // Thousands of namespaces take longer to render than an event loop may be kept from its work.
    router.get("/").blockingHandler(this::page, false);
    router.get("/style.css").handler(this::style);
  }

  private void page(RoutingContext request) {
    answer(request, "text/html; charset=utf-8").end(render());
  }

  private void style(RoutingContext request) {
    answer(request, "text/css; charset=utf-8").end(styleSheet);
  }

  private String render() {
    return plans
        .latest()
        .map(plan -> Templates.status(PlanInWords.of(plan, samples(), clock.instant())))
        .orElseGet(Templates::waiting)
        .render();
  }

  private List<PodSample> samples() {
    return samples.stream().flatMap(source -> source.all().stream()).toList();
  }

  private static HttpServerResponse answer(RoutingContext request, String contentType) {
    return request
        .response()
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Security-Policy", SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cache-Control", "no-store");
  }

  private static Buffer readStyleSheet() {
    try (InputStream style = StatusPage.class.getResourceAsStream("/web/style.css")) {
      return Buffer.buffer(style.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("web/style.css can't be read from the jar", unreadable);
    }
  }
}
