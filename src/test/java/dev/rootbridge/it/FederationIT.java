package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the README promises, from one cluster's root to a pod in the other. */
@OnRealClusters
class FederationIT {

  private final Installation rootbridge;
  private Federation federation;

  FederationIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
  }

  @AfterEach
  void part() {
    federation.close();
  }

  @Test
  void aLabelledNamespaceComesToTrustTheOtherClusterAndCeasesToWithItsLabel() {
    federation.awaitTrustIn(federation.remoteRoot());
    InjectedPod pod = federation.createPod(SidecarPod.CLASSIC);
    assertThat(pod.status())
        .startsWith("{\"outcome\":\"Injected\"")
        .contains("\"scope\":[\"cluster-b.example\"]");

    RootCa next = federation.rotate();
    federation.awaitTrustIn(federation.remoteRoot(), next);

    federation.namespace().optOut();
    // What it must not trust any more goes at once; the file that it reads, with the pod.
    await()
        .untilAsserted(
            () ->
                assertThat(federation.namespace().anchors())
                    .containsExactly(rootbridge.localRoot().certificate()));
    federation.namespace().delete(pod);
    await().until(() -> federation.namespace().configMap().get() == null);
  }

  @Test
  void aPodThatIsOlderThanTheOptInIsNamedCountedAndTold() {
    TenantNamespace namespace = federation.newNamespace();
    InjectedPod pod = namespace.create(SidecarPod.CLASSIC.create());
    namespace.optIn();

    await()
        .untilAsserted(
            () ->
                assertThat(federation.domain().conditions()).containsEntry("PodsCurrent", "False"));
    assertThat(rootbridge.process().metrics())
        .containsPattern(
            "rootbridge_missed_pods[{]cluster=\"\",reason=\"not_patched\"[^}]*[}] 1.0");
    await().until(() -> namespace.eventsOn(pod).contains("NotPatched"));

    namespace.delete(pod);
    await()
        .untilAsserted(
            () ->
                assertThat(federation.domain().conditions()).containsEntry("PodsCurrent", "True"));
    namespace.optOut();
  }

  @Test
  void theOtherCaVouchesForItsOwnDomainAlone() {
    String bundle = federation.namespace().bundle().orElseThrow();
    RootCa remoteRoot = federation.remoteRoot();
    KeyedCertificate own = remoteRoot.issueWorkload("spiffe://cluster-b.example/ns/x/sa/y");
    KeyedCertificate forged = remoteRoot.issueWorkload("spiffe://cluster-a.example/ns/x/sa/y");
    KeyedCertificate local =
        rootbridge.localRoot().issueWorkload("spiffe://cluster-a.example/ns/x/sa/y");

    assertThat(Openssl.verify(bundle, own)).returns(0, Command.Result::exitCode);
    assertThat(Openssl.verify(bundle, local)).returns(0, Command.Result::exitCode);
    assertThat(Openssl.verify(bundle, forged).errors()).contains("permitted subtree violation");
  }

  @Test
  void theStatusTellsWhatIsTrustedAndWhere() {
    RootCa root = federation.remoteRoot();
    FederatedDomain domain = federation.domain();
    await()
        .untilAsserted(
            () ->
                assertThat(domain.conditions())
                    .containsEntry("Accepted", "True")
                    .containsEntry("SourceReachable", "True")
                    .containsEntry("Published", "True"));
    assertThat(domain.status().getNamespaces().getSelected()).isOne();
    assertThat(domain.status().getNamespaces().getCurrent()).isOne();
    assertThat(domain.status().getAnchors())
        .singleElement()
        .satisfies(
            anchor -> {
              assertThat(anchor.getSha256()).isEqualTo(root.fingerprint());
              assertThat(anchor.getState()).isEqualTo(Anchors.State.ACTIVE);
              assertThat(anchor.getConstrained()).isTrue();
              assertThat(anchor.getNotAfter().toInstant())
                  .isEqualTo(root.certificate().getNotAfter().toInstant());
            });
  }

  @Test
  void theStatusTellsWhichRootsAreOnTheirWayOut() {
    RootCa next = federation.rotate();
    await()
        .untilAsserted(
            () ->
                assertThat(federation.domain().anchorStates())
                    .isEqualTo(
                        Map.of(
                            federation.remoteRoot().fingerprint(), Anchors.State.RETIRING,
                            next.fingerprint(), Anchors.State.ACTIVE)));
  }
}
