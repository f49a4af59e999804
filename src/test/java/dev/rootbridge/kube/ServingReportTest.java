package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.serving.ServingPlan;
import dev.rootbridge.serving.StoredCertificates;
import dev.rootbridge.sync.ToldEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to do something about the serving certificate is told where people look. */
class ServingReportTest {

  private static final Instant SIGNS = Instant.parse("2027-08-30T12:00:00Z");
  private static final ObjectReference SECRET =
      new ObjectReferenceBuilder()
          .withNamespace("rootbridge-system")
          .withName("rootbridge-serving")
          .build();

  private final List<Events.Note> events = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ServingReport report = new ServingReport(events::add, meters);

  @Test
  void aCaBundleThatIsToBeCopiedIsAWarningAndAGaugeUntilTheNextCaSigns() {
    assertThat(gauge("rootbridge.serving.next.ca.seconds")).isZero();

    report.rests(new ServingPlan.Announce(SIGNS), SECRET);
    report.rests(new ServingPlan.Announce(SIGNS), SECRET);

    assertThat(gauge("rootbridge.serving.next.ca.seconds"))
        .isEqualTo((double) SIGNS.getEpochSecond());
    assertThat(events)
        .singleElement()
        .satisfies(note -> assertThat(note.type()).isEqualTo(ToldEvent.Type.WARNING))
        .satisfies(note -> assertThat(note.reason()).isEqualTo("CopyCaBundle"))
        .satisfies(note -> assertThat(note.toString()).contains(SIGNS.toString()));

    report.did(new ServingPlan.SwitchCa(StoredCertificates.NONE), SECRET);
    report.rests(new ServingPlan.Keep(SIGNS), SECRET);
    assertThat(gauge("rootbridge.serving.next.ca.seconds")).isZero();
  }

  /** Else an alert would last until the replica ends. */
  @Test
  void whoNoLongerLeadsSaysNothing() {
    report.rests(new ServingPlan.Refuse("field manager argocd"), SECRET);
    assertThat(gauge("rootbridge.serving.ca.bundle.foreign")).isEqualTo(1);
    report.standsBy();
    assertThat(gauge("rootbridge.serving.ca.bundle.foreign")).isZero();

    report.rests(new ServingPlan.Announce(SIGNS), SECRET);
    report.standsBy();
    assertThat(gauge("rootbridge.serving.next.ca.seconds")).isZero();
  }

  @Test
  void aLostCaIsAWarningAndCounted() {
    assertThat(reissues()).isZero();

    report.did(new ServingPlan.Reissue(StoredCertificates.NONE), SECRET);

    assertThat(reissues()).isEqualTo(1);
    assertThat(events)
        .singleElement()
        .satisfies(note -> assertThat(note.type()).isEqualTo(ToldEvent.Type.WARNING))
        .satisfies(note -> assertThat(note.reason()).isEqualTo("Reissue"));
  }

  private double reissues() {
    return meters.get("rootbridge.serving.steps").tag("step", "Reissue").counter().count();
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }
}
