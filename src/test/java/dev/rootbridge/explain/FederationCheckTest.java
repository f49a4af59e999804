package dev.rootbridge.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FederationCheckTest {

  private static final TestCertificate A = TestCertificate.root("O=A");
  private static final TestCertificate B = TestCertificate.root("O=B");

  @Test
  void twoMeshesOfTheirOwnCanBeFederated() {
    assertThat(FederationCheck.refusal(mesh("a.example", A), mesh("b.example", B))).isEmpty();
  }

  @Test
  void meshesOfOneNameCannot() {
    assertThat(FederationCheck.refusal(mesh("cluster.local", A), mesh("cluster.local", B)))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("both meshes are cluster.local")
                    .contains("trustDomain"));
  }

  @Test
  void meshesUnderOneRootNeedNot() {
    TestCertificate renewed = TestCertificate.ca("O=A").keysOf(A).mint();
    assertThat(FederationCheck.refusal(mesh("a.example", A), mesh("b.example", renewed)))
        .hasValueSatisfying(why -> assertThat(why).contains("so no federation is needed"));
  }

  @Test
  void whatFederateMadeMayBeMadeAgain() {
    assertThat(takeover("b", "b.example", federated("b", "b.example", "rootbridge-reads-b")))
        .isEmpty();
    assertThat(takeover("b", "b.example", federated("c", "c.example", "rootbridge-reads-c")))
        .isEmpty();
  }

  @Test
  void theAccessOfAnotherFederationIsNotTaken() {
    assertThat(takeover("b", "b.example", federated("b", "b.else", "rootbridge-reads-b")))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("FederatedTrustDomain b is for b.else, and the other mesh is b.ex")
                    .contains("choose another --name"));
    assertThat(takeover("b", "b.example", federated("b", "b.example", "by-hand")))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("FederatedTrustDomain b is somebody else's: it reads ConfigMap")
                    .contains("Secret istio-system/by-hand"));
    assertThat(takeover("b", "b.example", federated("b2", "b.example", "rootbridge-reads-b2")))
        .hasValueSatisfying(why -> assertThat(why).endsWith("name it by --name b2"));
    assertThat(takeover("b", "b.example", federated("b2", "b.example", "by-hand")))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith("b.example is federated already, by FederatedTrustDomain b2, which")
                    .contains("Secret istio-system/by-hand")
                    .endsWith(
                        "; take it away, to have one that reads by Secret"
                            + " istio-system/rootbridge-reads-b"));
    assertThat(takeover("b", "b.example", federated("c", "c.example", "rootbridge-reads-b")))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .isEqualTo(
                        "FederatedTrustDomain c reads by Secret istio-system/rootbridge-reads-b,"
                            + " which would be written over: choose another --name"));
  }

  private static Optional<String> takeover(
      String name, String trustDomain, FederatedTrust... present) {
    return FederationCheck.takeover(
        name, new TrustDomain(trustDomain), by("rootbridge-reads-" + name), List.of(present));
  }

  private static FederatedTrust federated(String name, String trustDomain, String secret) {
    return new FederatedTrust(
        name,
        "uid",
        1,
        TestCertificate.NOW,
        new TrustDomain(trustDomain),
        by(secret),
        Constraint.DEFAULT,
        new NamespaceSelector(Map.of(), List.of()),
        RotationPolicy.DEFAULT,
        Acceptance.DISTINCT);
  }

  private static RemoteCluster by(String secret) {
    return new RemoteCluster(
        "istio-system",
        secret,
        Optional.empty(),
        new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem"));
  }

  private static LocalFacts mesh(String domain, TestCertificate root) {
    return new LocalFacts(new TrustDomain(domain), List.of(root.anchor()), "the mesh config");
  }
}
