package dev.rootbridge.kube;

import dev.rootbridge.kube.CertificateSecret.Seen;
import dev.rootbridge.serving.CaBundle;
import dev.rootbridge.serving.Registration;
import dev.rootbridge.serving.ServedCertificate;
import dev.rootbridge.serving.ServingPlan;
import dev.rootbridge.serving.ServingPlanner;
import dev.rootbridge.serving.ServingWorld;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps the certificate that this replica shows current, and, where this replica is the one that
 * writes, what all of them show.
 *
 * <p>Every pass asks the API server what is there, so that a step is decided on what a leader
 * before may have written a moment ago; watches only say when it is time for a pass. A step is
 * bound to what it was decided on, and made while the lease is held, or not at all.
 */
public final class ServingLoop implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ServingLoop.class);

  /** From nothing to a certificate that is shown takes five; more in a row would be a fight. */
  private static final int STEPS_AT_ONCE = 8;

  private static final int HURRY_MILLIS = 500;

  private final ServingSettings settings;
  private final ServedCertificate served;
  private final Clock clock;
  private final Supplier<Optional<Term>> terms;
  private final CertificateSecret secret;
  private final WebhookRegistration registration;
  private final Events events;
  private final ServingReport report;
  private final ScheduledExecutorService passes =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "serving-certificate");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicBoolean requested = new AtomicBoolean();
  private final RenewedInformer<Secret> secretWatch;
  private final RenewedInformer<MutatingWebhookConfiguration> registrationWatch;

  // These belong to the thread of the passes.
  private Optional<CaBundle> lastBundle = Optional.empty();
  private Optional<Instant> bundleSince = Optional.empty();

  /**
   * Starts.
   *
   * @param loop whose lease says which replica writes
   * @param clock which it sets by the API server's answers
   */
  public ServingLoop(
      KubernetesClient client,
      ServingSettings settings,
      ServedCertificate served,
      SyncLoop loop,
      ServerClock clock,
      MeterRegistry meters) {
    this(client, settings, served, loop::term, loop.journalOfEvents(), clock, meters);
  }

  ServingLoop(
      KubernetesClient client,
      ServingSettings settings,
      ServedCertificate served,
      Supplier<Optional<Term>> terms,
      ToldEvents told,
      ServerClock clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.served = served;
    this.clock = clock;
    this.terms = terms;
    KubernetesClient timed = clock.listeningTo(client);
    // Each write once: a second try would be made when nobody has looked again whose it is.
    KubernetesClient writing = WriteClient.of(client, busy -> {});
    this.secret = new CertificateSecret(timed, writing, settings);
    this.registration = new WebhookRegistration(timed, writing, settings.registration());
    this.events = new Events(client, settings.instance(), clock, told::add);
    this.report = new ServingReport(events::say, meters);
    this.secretWatch =
        Informers.follow(
            client.secrets().inNamespace(settings.namespace()).withName(settings.secret()),
            "Secret " + settings.namespace() + "/" + settings.secret(),
            this::request);
    this.registrationWatch =
        Informers.follow(
            client
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(settings.registration()),
            "MutatingWebhookConfiguration " + settings.registration(),
            this::request);
    long resync = settings.resync().toMillis();
    var unused =
        List.of(
            passes.scheduleWithFixedDelay(this::request, 0, resync, TimeUnit.MILLISECONDS),
            passes.scheduleWithFixedDelay(
                this::hurry, HURRY_MILLIS, HURRY_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** Nobody tells of a lease that was won, and without a certificate every second counts. */
  private void hurry() {
    if (served.identity().isEmpty()) {
      request();
    }
  }

  private void request() {
    if (!passes.isShutdown() && requested.compareAndSet(false, true)) {
      passes.execute(this::pass);
    }
  }

  private void pass() {
    requested.set(false);
    // They only call; it is by being asked that they are renewed where they no longer can.
    var unused = List.of(secretWatch.state(), registrationWatch.state());
    if (terms.get().isEmpty()) {
      report.standsBy();
    }
    try {
      Seen seen = look();
      Optional<Term> term = terms.get();
      for (int step = 0; step < STEPS_AT_ONCE && term.isPresent(); step++) {
        if (seen.refusal().isPresent() || !advance(seen, term.get())) {
          return;
        }
        seen = look();
      }
    } catch (KubernetesClientException e) {
      // What was under way at the end is interrupted.
      if (!passes.isShutdown()) {
        tell(e);
      }
    } catch (RuntimeException e) {
      // The next pass starts afresh; without this there would be none.
      LOG.error("a look after the serving certificate ended early", e);
    }
  }

  private void tell(KubernetesClientException failure) {
    if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
      LOG.debugf("overtaken: %s", failure.getMessage());
      return;
    }
    String why = WatchedObject.describe(failure);
    served.keep("its Secret or the webhook's registration can't be read or written: " + why);
    LOG.warnf("the serving certificate can't be looked after: %s", Causes.describe(failure));
  }

  /** Shows what the Secret holds, if that can be used. */
  private Seen look() {
    Seen seen = secret.read();
    if (seen.refusal().isPresent()) {
      served.keep(seen.refusal().get());
    } else if (seen.stored().leaf().isPresent()) {
      if (served.show(seen.stored().leaf().get())) {
        LOG.infof("callers are shown %s", seen.stored().leaf().get());
      }
    } else {
      served.keep(
          "Secret %s/%s %s"
              .formatted(
                  settings.namespace(),
                  settings.secret(),
                  seen.version().isEmpty()
                      ? "does not exist yet; the replica that leads makes it"
                      : "holds none yet; the replica that leads says why"));
    }
    report.problem(
        seen.refusal().orElseGet(() -> String.join("; ", seen.stored().unusable())),
        secret.reference(seen));
    return seen;
  }

  /** Takes the next step, if there is one. */
  private boolean advance(Seen seen, Term term) {
    WebhookRegistration.Seen registered = registration.read();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    follow(registered.registration(), now);
    ServingPlan plan =
        ServingPlanner.plan(
            new ServingWorld(
                seen.stored(),
                registered.registration(),
                bundleSince,
                settings.hosts(),
                settings.settling(),
                settings.notice(),
                now));
    if (!(plan instanceof ServingPlan.Store) && !(plan instanceof ServingPlan.PublishCa)) {
      rest(plan, seen);
      return false;
    }
    if (terms.get().filter(term::equals).isEmpty()) {
      return false;
    }
    if (plan instanceof ServingPlan.Store store) {
      secret.write(seen, store.stored());
    } else {
      registration.publish(registered, ((ServingPlan.PublishCa) plan).bundle());
    }
    report.did(plan, secret.reference(seen));
    return true;
  }

  private void rest(ServingPlan plan, Seen seen) {
    report.rests(plan, secret.reference(seen));
    if (seen.stored().leaf().isEmpty()) {
      served.keep(plan.message());
    }
  }

  /** Notes since when the bundle is as it is. */
  private void follow(Registration found, Instant now) {
    Optional<CaBundle> bundle =
        found instanceof Registration.Present present
            ? Optional.of(present.bundle())
            : Optional.empty();
    if (!bundle.equals(lastBundle)) {
      lastBundle = bundle;
      bundleSince = bundle.map(any -> now);
    }
  }

  @Override
  public void close() {
    secretWatch.close();
    registrationWatch.close();
    passes.shutdownNow();
    events.close();
  }
}
