package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.MissedPods;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceReportTest {

  private final List<Events.Note> notes = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Hands clock = new Hands();
  private FederatedTrustDomain told = new FederatedTrustDomain();
  private final SourceReport report = new SourceReport(notes::add, meters, clock);

  @Test
  void aSourceThatIsWellSaysNothing() {
    see(well());
    see(well());

    assertThat(notes).isEmpty();
    assertThat(age()).isZero();
  }

  @Test
  void failingFailingOtherwiseAndComingBackAreToldOnceEach() {
    see(well());
    see(failing("Unreachable"));
    see(failing("Unreachable"));
    see(failing("Malformed"));
    see(well());

    assertThat(notes)
        .extracting(note -> note.type() + " " + note.reason())
        .containsExactly("WARNING Unreachable", "WARNING Malformed", "NORMAL Read");
    assertThat(notes.get(0).regarding().getUid()).isEqualTo("uid");
    assertThat(notes.get(0).message()).isEqualTo("what, where, remedy");
    assertThat(failures("Unreachable")).isEqualTo(1);
    assertThat(failures("Malformed")).isEqualTo(1);
  }

  @Test
  void whatIsNotYetReadIsNoFailure() {
    see(notYetRead());
    see(well());

    assertThat(notes).isEmpty();
  }

  @Test
  void theAgeIsOfWhatWasLastReadWell() {
    see(well());
    clock.now = clock.now.plusSeconds(30);
    see(failing("Unreachable"));
    clock.now = clock.now.plusSeconds(60);
    assertThat(age()).isEqualTo(90);

    see(well());
    assertThat(age()).isZero();
  }

  @Test
  void aDomainThatIsGoneHasNoAge() {
    see(well());
    report.report(plan(List.of()), Map.of());

    assertThat(meters.find("rootbridge.source.age.seconds").gauge()).isNull();
  }

  @Test
  void aDomainThatIsMadeAnewKeepsAnAge() {
    see(well());
    see("uid-of-another", well());
    clock.now = clock.now.plusSeconds(30);

    assertThat(age()).isEqualTo(30);
    report.report(plan(List.of()), Map.of());
    assertThat(meters.find("rootbridge.source.age.seconds").gauge()).isNull();
  }

  @Test
  void aReplicaThatNoLongerLeadsHasNoAgeUntilItLeadsAgain() {
    see(well());
    report.forget();
    assertThat(meters.find("rootbridge.source.age.seconds").gauge()).isNull();

    clock.now = clock.now.plusSeconds(60);
    see(well());
    assertThat(age()).isZero();
  }

  @Test
  void aReplicaThatBeginsToLeadGoesOnWithTheAgeThatTheStatusTells() {
    told = status(Conditions.Status.FALSE, clock.now.minus(Duration.ofDays(21)));
    see(notYetRead());
    see(failing("Unreachable"));

    assertThat(age()).isEqualTo(21 * 86_400.0);

    see(well());
    assertThat(age()).isZero();
  }

  @Test
  void aSourceThatWasWellWhenTheStatusWasWrittenBeginsAnew() {
    told = status(Conditions.Status.TRUE, clock.now.minus(Duration.ofDays(21)));
    see(failing("Unreachable"));

    assertThat(age()).isZero();
  }

  private void see(Condition source) {
    see("uid", source);
  }

  private void see(String uid, Condition source) {
    report.report(
        plan(
            List.of(
                new SyncPlan.Domain(
                    new FederatedTrust(
                        "cluster-b",
                        uid,
                        1,
                        TestCertificate.NOW,
                        new TrustDomain("cluster-b.example"),
                        new SourceSpec.ConfigMapKey("n", "c", "k"),
                        Constraint.DEFAULT,
                        new NamespaceSelector(Map.of(), List.of()),
                        RotationPolicy.DEFAULT,
                        Acceptance.DISTINCT),
                    List.of(),
                    new SyncPlan.Counts(0, 0),
                    List.of(source)))),
        Map.of("cluster-b", told));
  }

  private static FederatedTrustDomain status(Conditions.Status status, Instant since) {
    Conditions source = new Conditions();
    source.setType("SourceReachable");
    source.setStatus(status);
    source.setLastTransitionTime(since.atZone(ZoneOffset.UTC));
    FederatedTrustDomain resource = new FederatedTrustDomain();
    resource.setStatus(new FederatedTrustDomainStatus());
    resource.getStatus().setConditions(List.of(source));
    return resource;
  }

  private SyncPlan plan(List<SyncPlan.Domain> domains) {
    return new SyncPlan(
        clock.now,
        domains,
        new SyncPlan.Cluster(
            new SyncPlan.Local(
                new TrustDomain("cluster-a.example"), LocalRoots.NONE, well(), well()),
            List.of(),
            List.of(),
            new MissedPods(List.of(), Optional.empty()),
            Map.of()),
        List.of(),
        Optional.empty());
  }

  private static Condition well() {
    return new Condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.TRUE, "Read", "well");
  }

  private static Condition notYetRead() {
    return new Condition(
        Condition.Type.SOURCE_REACHABLE, Condition.Status.UNKNOWN, "NotYetRead", "");
  }

  private static Condition failing(String reason) {
    return new Condition(
        Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE, reason, "what, where, remedy");
  }

  private double age() {
    return meters
        .get("rootbridge.source.age.seconds")
        .tag("trust_domain", "cluster-b.example")
        .gauge()
        .value();
  }

  private double failures(String reason) {
    return meters
        .get("rootbridge.source.failures")
        .tag("trust_domain", "cluster-b.example")
        .tag("reason", reason)
        .counter()
        .count();
  }

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {

    private Instant now = TestCertificate.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
