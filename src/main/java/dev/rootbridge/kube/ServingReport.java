package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.serving.ServingPlan;
import dev.rootbridge.sync.ToldEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong nextCa = new AtomicLong();
  private String lastRest = "";
  private String lastProblem = "";

  ServingReport(Consumer<Events.Note> events, MeterRegistry meters) {
    this.events = events;
    this.meters = meters;
    Gauge.builder("rootbridge.serving.ca.bundle.foreign", refused, AtomicInteger::get)
        .description("1 while the caBundle lacks our CA and is somebody else's to change.")
        .strongReference(true)
        .register(meters);
    Gauge.builder("rootbridge.serving.next.ca.seconds", nextCa, AtomicLong::get)
        .description(
            "From when the next CA signs, in seconds since 1970; 0 while none is announced.")
        .strongReference(true)
        .register(meters);
    // An increase is seen of a counter that was there before.
    steps(ServingPlan.Reissue.class);
  }

  /** A step was taken. */
  void did(ServingPlan step, ObjectReference secret) {
    lastRest = "";
    String reason = step.getClass().getSimpleName();
    steps(step.getClass()).increment();
    about(secret, reason).log(() -> LOG.infof("serving certificate: %s", step.message()));
    say(
        step instanceof ServingPlan.Reissue ? ToldEvent.Type.WARNING : ToldEvent.Type.NORMAL,
        reason,
        step.message(),
        secret);
  }

  private Counter steps(Class<? extends ServingPlan> kind) {
    return Counter.builder("rootbridge.serving.steps")
        .description("What the replica that writes did about its certificate, by step.")
        .tag("step", kind.getSimpleName())
        .register(meters);
  }

  /** Nothing is to be done, or can be; what is said once isn't said again while it stays so. */
  void rests(ServingPlan plan, ObjectReference secret) {
    refused.set(plan instanceof ServingPlan.Refuse ? 1 : 0);
    nextCa.set(
        plan instanceof ServingPlan.Announce announced
            ? announced.signsFrom().getEpochSecond()
            : 0);
    String said = plan instanceof ServingPlan.Keep ? "" : plan.message();
    boolean isNew = !said.isEmpty() && !said.equals(lastRest);
    lastRest = said;
    if (isNew) {
      Optional<String> warning = warning(plan);
      about(secret, warning.orElse("Waiting"))
          .log(() -> LOG.warnf("serving certificate: %s", said));
      warning.ifPresent(reason -> say(ToldEvent.Type.WARNING, reason, said, secret));
    }
  }

  /** The reason of an event about what somebody has to do. */
  private static Optional<String> warning(ServingPlan plan) {
    if (plan instanceof ServingPlan.Refuse) {
      return Optional.of(NOT_OURS);
    }
    return plan instanceof ServingPlan.Announce ? Optional.of("CopyCaBundle") : Optional.empty();
  }

  /** Another replica leads, and tells what is to be told. */
  void standsBy() {
    refused.set(0);
    nextCa.set(0);
    lastRest = "";
  }

  /**
   * What can't be used of the Secret.
   *
   * @param message empty if there is nothing
   */
  void problem(String message, ObjectReference secret) {
    if (!message.isEmpty() && !message.equals(lastProblem)) {
      about(secret, UNUSABLE).log(() -> LOG.warnf("serving certificate: %s", message));
      say(ToldEvent.Type.WARNING, UNUSABLE, message, secret);
    }
    lastProblem = message;
  }

  private static About about(ObjectReference secret, String reason) {
    return About.the(Field.NAMESPACE, secret.getNamespace())
        .and(Field.NAME, secret.getName())
        .and(Field.REASON, reason);
  }

  private void say(ToldEvent.Type type, String reason, String message, ObjectReference secret) {
    events.accept(new Events.Note(secret, type, reason, "RotateCertificate", message));
  }
}
