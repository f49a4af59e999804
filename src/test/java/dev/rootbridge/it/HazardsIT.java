package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
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

  @Test
  void whoShowsTheRootOfAnotherGetsItNeitherForItselfNorOutOfTheBundles() {
    federation.awaitTrustIn(federation.remoteRoot());
    awaitPublished("Published", "every selected namespace has it: 1");

    try (OtherDomain thief = OtherDomain.showing(rootbridge, federation.remoteRoot())) {
      thief.awaitPublished(
          "ClaimedByTwoDomains",
          "its public key belongs to cluster-b.example, pinned or published");
      federation.awaitTrustIn(federation.remoteRoot());
      awaitPublished("Published", "every selected namespace has it: 1");
    }
  }

  @Test
  void theLocalRootUnderAnothersNameIsNotTaken() {
    try (OtherDomain twin = OtherDomain.showing(rootbridge, rootbridge.localRoot())) {
      twin.awaitPublished("SharedWithLocalRoot", "its public key is that of a local root");
    }
  }

  /** A domain that nobody selects, by what it says in itself. */
  private record OtherDomain(Resource<FederatedTrustDomain> resource) implements AutoCloseable {

    static OtherDomain showing(Installation rootbridge, RootCa root) {
      KubernetesClient admin = rootbridge.clusters().a().admin();
      admin
          .resource(
              """
              apiVersion: rootbridge.dev/v1alpha1
              kind: FederatedTrustDomain
              metadata: {name: other}
              spec:
                trustDomain: other.example
                source: {inline: {pem: "%s"}}
                namespaceSelector: {matchLabels: {team: nobody}}
              """
                  .formatted(root.pem().replace("\n", "\\n")))
          .create();
      return new OtherDomain(admin.resources(FederatedTrustDomain.class).withName("other"));
    }

    void awaitPublished(String reason, String messageStart) {
      await()
          .untilAsserted(
              () ->
                  assertThat(resource.require().getStatus())
                      .isNotNull()
                      .satisfies(
                          status ->
                              HazardsIT.assertPublished(
                                  status.getConditions(), reason, messageStart)));
    }

    @Override
    public void close() {
      resource.delete();
    }
  }

  private void awaitPublished(String reason, String messageStart) {
    await()
        .untilAsserted(
            () ->
                assertPublished(
                    federation.domain().status().getConditions(), reason, messageStart));
  }

  private static void assertPublished(
      List<Conditions> conditions, String reason, String messageStart) {
    assertThat(conditions)
        .filteredOn(condition -> condition.getType().equals("Published"))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.getReason()).isEqualTo(reason);
              assertThat(condition.getMessage()).startsWith(messageStart);
            });
  }
}
