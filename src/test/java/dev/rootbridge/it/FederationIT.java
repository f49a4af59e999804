package dev.rootbridge.it;

import static dev.rootbridge.it.AnchorAssertions.assertStandsInFor;
import static dev.rootbridge.it.Installation.REMOTE_TRUST_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the README promises, from one cluster's root to a pod in the other. */
@OnRealClusters
class FederationIT {

  private static final String TEAM = "payments";

  private final Installation rootbridge;
  private RootCa remoteRoot;
  private TenantNamespace namespace;
  private FederatedDomain domain;

  FederationIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
  }

  @BeforeEach
  void federate() {
    remoteRoot = RootCa.mint(KeyKind.RSA_2048, "O=Istio,CN=Root CA");
    rootbridge.remoteMesh().publishRoots(remoteRoot);
    namespace = newNamespace();
    namespace.optIn();
    domain = FederatedDomain.apply(rootbridge.clusters().a(), TEAM);
  }

  @AfterEach
  void part() {
    domain.delete();
    namespace.optOut();
  }

  @Test
  void aLabelledNamespaceComesToTrustTheOtherClusterAndCeasesToWithItsLabel() {
    awaitTrustIn(remoteRoot);
    assertThat(awaitInjected(SidecarPod.CLASSIC).status())
        .startsWith("{\"outcome\":\"Injected\"")
        .contains("\"scope\":[\"cluster-b.example\"]");

    RootCa nextRoot = RootCa.mint(KeyKind.EC_P256, "O=Istio,CN=Root CA");
    rootbridge.remoteMesh().publishRoots(nextRoot);
    awaitTrustIn(remoteRoot, nextRoot);
    await()
        .untilAsserted(
            () ->
                assertThat(domain.anchorStates())
                    .isEqualTo(
                        Map.of(
                            remoteRoot.fingerprint(), Anchors.State.RETIRING,
                            nextRoot.fingerprint(), Anchors.State.ACTIVE)));

    namespace.optOut();
    await().until(() -> namespace.configMap().get() == null);
  }

  @ParameterizedTest
  @EnumSource
  void aPodGetsTheBundleAndKeepsAllElse(SidecarPod sidecar) {
    awaitTrustIn(remoteRoot);
    Pod elsewhere = newNamespace().create(sidecar.create()).pod();

    InjectedPod injected = awaitInjected(sidecar);

    assertThat(injected.volumes())
        .containsExactly(
            new VolumeBuilder()
                .withName("extra-certs")
                .withNewConfigMap()
                .withName("rootbridge-trust")
                .withDefaultMode(420)
                .withOptional(true)
                .addNewItem()
                .withKey("root-cert.pem")
                .withPath("root-cert.pem")
                .endItem()
                .endConfigMap()
                .build());
    assertThat(injected.mounts())
        .containsExactlyInAnyOrder(mountAt("/etc/istio/extra-certs"), mountAt("/etc/certs"));
    assertThat(injected.variables())
        .containsExactlyInAnyOrder(
            variable("ISTIO_META_EXTRA_ROOT_CERTS", "/etc/istio/extra-certs"),
            variable("XDS_ROOT_CA", "/var/run/secrets/istio/root-cert.pem"),
            variable("CA_ROOT_CA", "/var/run/secrets/istio/root-cert.pem"));
    assertThat(injected.withoutInjection().getSpec()).isEqualTo(elsewhere.getSpec());
    assertThat(injected.withoutInjection().getMetadata().getAnnotations())
        .isEqualTo(elsewhere.getMetadata().getAnnotations());
    assertThat(injected.pod().getMetadata().getLabels())
        .isEqualTo(elsewhere.getMetadata().getLabels());
  }

  @Test
  void aPodInANamespaceThatDidNotOptInIsUntouched() {
    awaitTrustIn(remoteRoot);
    awaitInjected(SidecarPod.CLASSIC);

    InjectedPod elsewhere = newNamespace().create(SidecarPod.CLASSIC.create());

    assertThat(elsewhere.volumes()).isEmpty();
    assertThat(elsewhere.mounts()).isEmpty();
    assertThat(elsewhere.variables()).isEmpty();
    assertThat(elsewhere.status()).isNull();
  }

  @Test
  void theOtherCaVouchesForItsOwnDomainAlone() {
    awaitTrustIn(remoteRoot);
    String bundle = namespace.bundle().orElseThrow();

    KeyedCertificate own = remoteRoot.issueWorkload("spiffe://cluster-b.example/ns/x/sa/y");
    KeyedCertificate forged = remoteRoot.issueWorkload("spiffe://cluster-a.example/ns/x/sa/y");
    KeyedCertificate local =
        rootbridge.localRoot().issueWorkload("spiffe://cluster-a.example/ns/x/sa/y");

    assertThat(Openssl.verify(bundle, own)).returns(0, Command.Result::exitCode);
    assertThat(Openssl.verify(bundle, local)).returns(0, Command.Result::exitCode);
    assertThat(Openssl.verify(bundle, forged).errors()).contains("permitted subtree violation");
  }

  @Test
  void whatIsTamperedWithIsPutBack() {
    awaitTrustIn(remoteRoot);
    Map<String, String> before = namespace.configMap().require().getData();

    namespace
        .configMap()
        .edit(
            configMap -> {
              configMap.getData().put("root-cert.pem", remoteRoot.pem());
              configMap.getData().put("key.pem", "would replace the workload's identity");
              return configMap;
            });

    await().until(() -> namespace.configMap().require().getData().equals(before));
  }

  @Test
  void aDeletedBundleComesBack() {
    awaitTrustIn(remoteRoot);
    namespace.configMap().delete();
    awaitTrustIn(remoteRoot);
  }

  @Test
  void anImmutableBundleStillFollowsTheRoots() {
    awaitTrustIn(remoteRoot);
    namespace
        .configMap()
        .edit(configMap -> new ConfigMapBuilder(configMap).withImmutable(true).build());

    RootCa nextRoot = RootCa.mint(KeyKind.EC_P256, "O=cluster-b.example");
    rootbridge.remoteMesh().publishRoots(nextRoot);

    awaitTrustIn(remoteRoot, nextRoot);
  }

  @Test
  void whatChangesNothingWritesNothing() {
    awaitTrustIn(remoteRoot);
    String before = resourceVersion();

    for (int round = 0; round < 3; round++) {
      rootbridge.remoteMesh().publishRoots(remoteRoot);
      TenantNamespace another = newNamespace();
      another.optIn();
      // Its bundle shows that the world has been planned for anew since.
      await().until(() -> another.bundle().isPresent());
      another.optOut();
      await().until(() -> another.bundle().isEmpty());
    }

    assertThat(resourceVersion()).isEqualTo(before);
  }

  @Test
  void theStatusTellsWhatIsTrustedAndWhere() {
    awaitTrustIn(remoteRoot);
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
              assertThat(anchor.getSha256()).isEqualTo(remoteRoot.fingerprint());
              assertThat(anchor.getState()).isEqualTo(Anchors.State.ACTIVE);
              assertThat(anchor.getConstrained()).isTrue();
              assertThat(anchor.getNotAfter().toInstant())
                  .isEqualTo(remoteRoot.certificate().getNotAfter().toInstant());
            });
  }

  private TenantNamespace newNamespace() {
    return TenantNamespace.create(rootbridge.clusters().a(), TEAM);
  }

  /** The local root as it is, first; then a stand-in for each remote one, in any order. */
  private void awaitTrustIn(RootCa... remoteRoots) {
    await()
        .untilAsserted(
            () -> {
              var anchors = namespace.anchors();
              assertThat(anchors).hasSize(1 + remoteRoots.length);
              assertThat(anchors.get(0)).isEqualTo(rootbridge.localRoot().certificate());
              for (RootCa root : remoteRoots) {
                assertThat(anchors)
                    .filteredOn(anchor -> root.hasKeyOf(anchor))
                    .singleElement()
                    .satisfies(anchor -> assertStandsInFor(root, REMOTE_TRUST_DOMAIN, anchor));
              }
            });
  }

  /** The webhook learns of a bundle a moment after it is there. */
  private InjectedPod awaitInjected(SidecarPod sidecar) {
    await().until(() -> !namespace.preview(sidecar.create()).volumes().isEmpty());
    return namespace.create(sidecar.create());
  }

  private String resourceVersion() {
    ConfigMap configMap = namespace.configMap().require();
    return configMap.getMetadata().getResourceVersion();
  }

  private static VolumeMount mountAt(String path) {
    return new VolumeMountBuilder()
        .withName("extra-certs")
        .withMountPath(path)
        .withReadOnly(true)
        .build();
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }
}
