package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.serving.ServingPlan;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells people what became of the serving certificate: in the log, as events, as metrics. */
final class ServingReport {

  private static final Logger LOG = Logger.getLogger(ServingReport.class);
  private static final String NOT_OURS = "CaBundleNotOurs";
  private static final String UNUSABLE = "CertificateUnusable";

  private final Consumer<Events.Note> events;
  private final MeterRegistry meters;
  private final AtomicInteger refused = new AtomicInteger();
  private String lastRest = "";
  private String lastProblem = "";

  ServingReport(Consumer<Events.Note> events, MeterRegistry meters) {
    this.events = events;
    this.meters = meters;
    Gauge.builder("rootbridge.serving.ca.bundle.foreign", refused, AtomicInteger::get)
        .description("1 while the caBundle lacks our CA and is somebody else's to change.")
        .strongReference(true)
        .register(meters);
  }

  /** A step was taken. */
  void did(ServingPlan step, ObjectReference secret) {
    String reason = step.getClass().getSimpleName();
    lastRest = "";
    Counter.builder("rootbridge.serving.steps")
        .description("What the replica that writes did about its certificate, by step.")
        .tag("step", reason)
        .register(meters)
        .increment();
    about(secret, reason).log(() -> LOG.infof("serving certificate: %s", step.message()));
    say(Events.Type.NORMAL, reason, step.message(), secret);
  }

  /** Nothing is to be done, or can be; what is said once isn't said again while it stays so. */
  void rests(ServingPlan plan, ObjectReference secret) {
    boolean isRefused = plan instanceof ServingPlan.Refuse;
    refused.set(isRefused ? 1 : 0);
    String said = plan instanceof ServingPlan.Keep ? "" : plan.message();
    boolean isNew = !said.isEmpty() && !said.equals(lastRest);
    lastRest = said;
    if (isNew) {
      about(secret, isRefused ? NOT_OURS : "Waiting")
          .log(() -> LOG.warnf("serving certificate: %s", said));
      if (isRefused) {
        say(Events.Type.WARNING, NOT_OURS, said, secret);
      }
    }
  }

  /**
   * What can't be used of the Secret.
   *
   * @param message empty if there is nothing
   */
  void problem(String message, ObjectReference secret) {
    if (!message.isEmpty() && !message.equals(lastProblem)) {
      about(secret, UNUSABLE).log(() -> LOG.warnf("serving certificate: %s", message));
      say(Events.Type.WARNING, UNUSABLE, message, secret);
    }
    lastProblem = message;
  }

  private static About about(ObjectReference secret, String reason) {
    return About.the(Field.NAMESPACE, secret.getNamespace())
        .and(Field.NAME, secret.getName())
        .and(Field.REASON, reason);
  }

  private void say(Events.Type type, String reason, String message, ObjectReference secret) {
    events.accept(new Events.Note(secret, type, reason, "RotateCertificate", message));
  }
}
