package dev.rootbridge.trust;

import static dev.rootbridge.trust.TlsClient.Verdict.ACCEPTED;
import static dev.rootbridge.trust.TlsClient.Verdict.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster may publish its root, the intermediate that signs for it, or both. */
class IntermediatesInEnvoyIT {

  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final String ID_A = "spiffe://cluster-a.example/ns/x/sa/y";
  private static final String ID_B = "spiffe://cluster-b.example/ns/x/sa/y";
  private static final TestCertificate ROOT_A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate ROOT_B = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate INTERMEDIATE =
      ROOT_B.intermediate("O=Istio,CN=Intermediate CA").mint();

  @TempDir private static Path directory;
  private static EnvoyServer envoy;

  @BeforeAll
  static void startEnvoy() throws IOException {
    envoy =
        EnvoyServer.start(
            directory,
            Map.of(
                "root", trust(ROOT_B),
                "intermediate", trust(INTERMEDIATE),
                "both", trust(ROOT_B, INTERMEDIATE),
                "pooled-above", pooledAbove()));
  }

  @AfterAll
  static void stopEnvoy() {
    if (envoy != null) {
      envoy.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "intermediate", "both"})
  void bsOwnAreLetInHoweverMuchOfTheChainTheySend(String listener) throws IOException {
    TestCertificate leaf = INTERMEDIATE.workload(ID_B).realTime().mint();

    for (TlsClient client :
        List.of(
            TlsClient.presenting(leaf, INTERMEDIATE),
            TlsClient.presenting(leaf, INTERMEDIATE, ROOT_B),
            TlsClient.presenting(leaf, ROOT_B, INTERMEDIATE))) {
      assertThat(client.tryOnce(envoy, listener)).isEqualTo(ACCEPTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "intermediate", "both"})
  void othersAreRefusedHoweverMuchOfTheChainTheySend(String listener) throws IOException {
    TestCertificate leaf = INTERMEDIATE.workload(ID_A).realTime().mint();

    for (TlsClient client :
        List.of(
            TlsClient.presenting(leaf),
            TlsClient.presenting(leaf, INTERMEDIATE),
            TlsClient.presenting(leaf, INTERMEDIATE, ROOT_B),
            TlsClient.presenting(leaf, ROOT_B, INTERMEDIATE))) {
      assertThat(client.tryOnce(envoy, listener)).isEqualTo(REFUSED);
    }
  }

  @Test
  void anIntermediateAsAnchorNeedsNotBeSent() throws IOException {
    TlsClient client = TlsClient.presenting(INTERMEDIATE.workload(ID_B).realTime().mint());

    assertThat(client.tryOnce(envoy, "intermediate")).isEqualTo(ACCEPTED);
    assertThat(client.tryOnce(envoy, "root")).isEqualTo(REFUSED);
  }

  @Test
  void whatTheRootSignsBesideTheIntermediateIsNotLetInByTheIntermediate() throws IOException {
    TlsClient client = TlsClient.presenting(ROOT_B.workload(ID_B).realTime().mint(), ROOT_B);

    assertThat(client.tryOnce(envoy, "intermediate")).isEqualTo(REFUSED);
  }

  /** So that what a root would let in doesn't pass by the intermediate that is in the file too. */
  @Test
  void theNearestAnchorDecides() throws IOException {
    TlsClient a = TlsClient.presenting(INTERMEDIATE.workload(ID_A).realTime().mint(), INTERMEDIATE);
    TlsClient b = TlsClient.presenting(INTERMEDIATE.workload(ID_B).realTime().mint(), INTERMEDIATE);
    TlsClient aboveIt = TlsClient.presenting(ROOT_B.workload(ID_A).realTime().mint());

    assertThat(a.tryOnce(envoy, "pooled-above")).isEqualTo(REFUSED);
    assertThat(b.tryOnce(envoy, "pooled-above")).isEqualTo(ACCEPTED);
    assertThat(aboveIt.tryOnce(envoy, "pooled-above")).isEqualTo(ACCEPTED);
  }

  @Test
  void ofTheIntermediatesSentTheFirstOfTheNameIsTaken() throws IOException {
    TestCertificate one = ROOT_A.intermediate("CN=I").withoutKeyIdentifiers().mint();
    TestCertificate other = ROOT_A.intermediate("CN=I").withoutKeyIdentifiers().mint();
    TestCertificate leaf = one.workload(ID_A).realTime().mint();

    assertThat(TlsClient.presenting(leaf, one, other).tryOnce(envoy, "root")).isEqualTo(ACCEPTED);
    assertThat(TlsClient.presenting(leaf, other, one).tryOnce(envoy, "root")).isEqualTo(REFUSED);
  }

  private static EnvoyServer.Trust pooledAbove() {
    Anchor constrained =
        ((ConstrainOutcome.Constrained)
                ConstrainedAnchors.constrain(INTERMEDIATE.anchor(), B, Constraint.Dns.ALLOW))
            .anchor();
    return EnvoyServer.Trust.in(ROOT_A.pem() + ROOT_B.pem() + constrained.pem());
  }

  private static EnvoyServer.Trust trust(TestCertificate... ofB) {
    return EnvoyServer.Trust.in(
        TestFederation.rendered(
            TestFederation.bundle(A, ROOT_A), TestFederation.constrained(B, ofB)));
  }
}
