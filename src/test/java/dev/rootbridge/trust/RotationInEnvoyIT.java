package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A remote root and the local one rotate while handshakes go on at a constant rate, through Envoy's
 * own file watch: old, both, new.
 */
class RotationInEnvoyIT {

  private static final String LISTENER = "rotating";
  private static final int AFTER_DISTRUST = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration OVERLAP = Duration.ofHours(25);
  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate ROOT_A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate ROOT_B = TestCertificate.root("O=B,CN=Root CA");
  private static final TestCertificate OLD = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate NEW = TestCertificate.root("O=Istio,CN=Root CA");

  @TempDir private Path directory;

  @Test
  void nobodyWhoBelongsIsEverRefusedAndNobodyDistrustedLetIn() throws IOException {
    RotationPlan first = plan(OLD, List.of(), Set.of());
    RotationPlan both = plan(NEW, first.anchors(), Set.of());
    RotationPlan distrusting = plan(NEW, both.anchors(), Set.of(OLD.anchor().fingerprint()));
    TlsClient a = client(ROOT_A, A);
    TlsClient old = client(OLD, B);
    TlsClient renewed = client(NEW, B);

    try (EnvoyServer envoy = EnvoyServer.start(directory, Map.of(LISTENER, trust(first)));
        HandshakeLoad load = HandshakeLoad.on(envoy.port(LISTENER), Set.of(a, old))) {
      assertThat(renewed.tryOnce(envoy, LISTENER)).isEqualTo(REFUSED);

      envoy.swap(LISTENER, trust(both));
      await().atMost(PATIENCE).until(() -> renewed.connect(envoy.port(LISTENER)) == ACCEPTED);
      load.switchTo(Set.of(a, old, renewed));
      load.awaitRounds(20);

      load.switchTo(Set.of(a, renewed));
      long resumedBefore = envoy.resumptions(LISTENER);
      assertThat(old.connect(envoy.port(LISTENER))).isEqualTo(ACCEPTED);
      envoy.swap(LISTENER, trust(distrusting));
      await().atMost(PATIENCE).until(() -> old.connect(envoy.port(LISTENER)) == REFUSED);
      for (int i = 0; i < AFTER_DISTRUST; i++) {
        assertThat(old.connect(envoy.port(LISTENER))).isEqualTo(REFUSED);
      }
      load.awaitRounds(20);

      assertThat(load.refused()).as("refused of those who belong").isZero();
      // Sessions are resumed here, so that one that outlived the distrust would have shown.
      assertThat(envoy.resumptions(LISTENER)).isGreaterThan(resumedBefore);
    }
  }

  /** The local root: the mesh's own workloads are what a mistake here would cut off. */
  @Test
  void aLocalRootGoesWhenItsDateHasComeAndNoWorkloadIsEverRefused() throws IOException {
    RotationPlan first = localPlan(OLD, List.of(), NOW);
    RotationPlan both = localPlan(NEW, first.anchors(), NOW);
    RotationPlan early = localPlan(NEW, both.anchors(), NOW.plus(OVERLAP).minusSeconds(1));
    RotationPlan retired = localPlan(NEW, both.anchors(), NOW.plus(OVERLAP).plusSeconds(1));
    assertThat(both.trusted()).hasSize(2);
    assertThat(early.trusted()).isEqualTo(both.trusted());
    assertThat(retired.trusted()).containsExactly(NEW.anchor());
    TlsClient old = client(OLD, A);
    TlsClient renewed = client(NEW, A);
    TlsClient remote = client(ROOT_B, B);

    try (EnvoyServer envoy = EnvoyServer.start(directory, Map.of(LISTENER, localTrust(first)));
        HandshakeLoad load = HandshakeLoad.on(envoy.port(LISTENER), Set.of(old, remote))) {
      assertThat(renewed.tryOnce(envoy, LISTENER)).isEqualTo(REFUSED);

      envoy.swap(LISTENER, localTrust(both));
      await().atMost(PATIENCE).until(() -> renewed.connect(envoy.port(LISTENER)) == ACCEPTED);
      load.switchTo(Set.of(old, renewed, remote));
      load.awaitRounds(20);

      load.switchTo(Set.of(renewed, remote));
      envoy.swap(LISTENER, localTrust(retired));
      await().atMost(PATIENCE).until(() -> old.connect(envoy.port(LISTENER)) == REFUSED);
      load.awaitRounds(20);

      assertThat(load.refused()).as("refused of those who belong").isZero();
    }
  }

  private static RotationPlan localPlan(
      TestCertificate root, List<TrackedAnchor> before, Instant now) {
    RotationPolicy policy =
        new RotationPolicy(
            OVERLAP, Set.of(), Set.of(), RotationPolicy.Approval.AUTOMATIC, Set.of());
    return RotationPlan.plan(
        Optional.of(List.of(root.anchor())),
        RotationHistory.of(before),
        policy,
        LintContext.local(now));
  }

  private static EnvoyServer.Trust localTrust(RotationPlan plan) {
    return EnvoyServer.Trust.in(
        TestFederation.rendered(
            new TrustBundle(A, plan.trusted()),
            new FederatedBundle(TestFederation.bundle(B, ROOT_B), Constraint.DEFAULT)));
  }

  private static RotationPlan plan(
      TestCertificate root, List<TrackedAnchor> before, Set<Fingerprint> distrust) {
    RotationPolicy policy =
        new RotationPolicy(
            OVERLAP, Set.of(), distrust, RotationPolicy.Approval.AUTOMATIC, Set.of());
    return RotationPlan.plan(
        Optional.of(List.of(root.anchor())), RotationHistory.of(before), policy, NOW);
  }

  private static EnvoyServer.Trust trust(RotationPlan plan) {
    return EnvoyServer.Trust.in(
        TestFederation.rendered(
            TestFederation.bundle(A, ROOT_A),
            new FederatedBundle(new TrustBundle(B, plan.trusted()), Constraint.DEFAULT)));
  }

  private static TlsClient client(TestCertificate root, TrustDomain domain) {
    return TlsClient.presenting(
        root.workload("spiffe://" + domain + "/ns/x/sa/y").realTime().mint());
  }
}
