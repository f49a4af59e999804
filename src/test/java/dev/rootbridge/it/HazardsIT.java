package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies beside the bundles and would void or break what is in them. */
@OnRealClusters
class HazardsIT {

  private final Installation rootbridge;
  private Federation federation;

  HazardsIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
  }

  @AfterEach
  void part() {
    rootbridge.localMesh().publishCrl("");
    rootbridge.localMesh().publishMeshConfig("");
    federation.close();
  }

  @Test
  void aLocalCrlKeepsTheDomainOutUntilItIsEmptied() {
    rootbridge.localMesh().publishCrl("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n");
    federation.awaitTrustIn();
    awaitPublished("LocalCrlInUse", "ConfigMap istio-system/istio-ca-crl, key ca-crl.pem");

    rootbridge.localMesh().publishCrl("\n");
    federation.awaitTrustIn(federation.remoteRoot());
    awaitPublished("Published", "every selected namespace has it: 1");
  }

  @Test
  void aMeshWideRootKeepsTheDomainOutUntilItIsTakenOut() {
    rootbridge
        .localMesh()
        .publishMeshConfig(
            "caCertificates:\n- trustDomains: [cluster-b.example]\n  pem: |\n"
                + federation.remoteRoot().pem().indent(4));
    federation.awaitTrustIn();
    awaitPublished("MeshWideRoot", "ConfigMap istio-system/istio, key mesh: caCertificates[0].pem");

    rootbridge
        .localMesh()
        .publishMeshConfig("caCertificates:\n- trustDomains: [cluster-b.example]\n");
    federation.awaitTrustIn(federation.remoteRoot());
    assertThat(federation.domain().conditions()).containsEntry("Constrained", "True");
  }

  @Test
  void aMeshConfigThatCantBeReadIsToldAndTakesNothingAway() {
    rootbridge.localMesh().publishMeshConfig("caCertificates: [{pem: oops}]");
    await().until(() -> "Unknown".equals(federation.domain().conditions().get("Constrained")));

    federation.awaitTrustIn(federation.remoteRoot());
  }

  private void awaitPublished(String reason, String messageStart) {
    await()
        .untilAsserted(
            () ->
                assertThat(federation.domain().status().getConditions())
                    .filteredOn(condition -> condition.getType().equals("Published"))
                    .singleElement()
                    .satisfies(
                        condition -> {
                          assertThat(condition.getReason()).isEqualTo(reason);
                          assertThat(condition.getMessage()).startsWith(messageStart);
                        }));
  }
}
