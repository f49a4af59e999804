package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A remote root rotates while handshakes go on at a constant rate, through Envoy's own file watch:
 * old, both, new.
 */
class RotationInEnvoyIT {

  private static final String LISTENER = "rotating";
  private static final int AFTER_DISTRUST = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate ROOT_A = TestCertificate.root("O=Istio,CN=Root CA");
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

  private static RotationPlan plan(
      TestCertificate root, List<TrackedAnchor> before, Set<Fingerprint> distrust) {
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofHours(25), Set.of(), distrust, RotationPolicy.Approval.AUTOMATIC, Set.of());
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
