package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.mesh.LocalTrustDomain;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What istiod is given to accept federated trust domains by, on a real API server. */
@OnRealClusters
class MeshPublicationIT {

  private static final String HOME = "live-loop";
  private static final String NAME = "rootbridge-mesh";
  private static final String NOBODY = "without-rights";
  private static final String BOTH =
      "caCertificates:\n- trustDomains:\n  - x.example\n  - y.example\n";

  private final Clusters clusters;
  private final KubernetesClient admin;
  private final LiveIstiod istiod;

  MeshPublicationIT(Clusters clusters) {
    this.clusters = clusters;
    this.admin = clusters.b().admin();
    this.istiod = new LiveIstiod(admin);
  }

  @BeforeEach
  void prepare() {
    LiveLoop.prepare(admin);
    published().delete();
    istiod.configured("trustDomain: local.example\n");
    istiod.reading("SHARED_MESH_CONFIG");
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName(NOBODY)
                .endMetadata()
                .build())
        .serverSideApply();
  }

  @AfterEach
  void cleanUp() {
    LiveLoop.cleanUp(admin);
    istiod.remove();
  }

  @Test
  void isPublishedOnceAndRestoredWhenTamperedWithAndFollowsWhatIsFederated() {
    try (LiveLoop loop = start()) {
      await().until(() -> loop.podsCurrent("x").isPresent());
      awaitText(BOTH);
      awaitReason("x", "Distinct");
    }
    String version = published().get().getMetadata().getResourceVersion();
    try (LiveLoop restarted = start()) {
      await().until(() -> restarted.podsCurrent("x").isPresent());
      awaitReason("y", "Distinct");
      assertThat(published().get().getMetadata().getResourceVersion()).isEqualTo(version);

      published()
          .edit(
              found ->
                  new ConfigMapBuilder(found)
                      .addToData("mesh", "trustDomain: evil.example\n")
                      .addToData("more", "of it")
                      .build());
      awaitText(BOTH);

      LiveLoop.domain(admin, "y").delete();
      awaitText("caCertificates:\n- trustDomains:\n  - x.example\n");
      LiveLoop.domain(admin, "x").delete();
      await().until(() -> published().get() == null);
    }
  }

  @Test
  void someoneElsesIsLeftAloneAndTold() {
    ConfigMap foreign = configMap(NAME, "trustDomainAliases: []\n");
    admin.resource(foreign).create();
    try (LiveLoop loop = start()) {
      await().until(() -> loop.podsCurrent("x").isPresent());
      awaitReason("x", "MeshConfigMapConflict");
      assertThat(published().get().getData()).isEqualTo(foreign.getData());
    }
  }

  @Test
  void contradictionsAreTold() {
    try (LiveLoop loop = start()) {
      await().until(() -> loop.podsCurrent("x").isPresent());
      awaitReason("x", "Distinct");
      istiod.configured(
          "trustDomain: local.example\ncaCertificates: [{trustDomains: [other.example]}]\n");
      awaitReason("x", "Shadowed");
      istiod.configured(
          "trustDomain: local.example\ncaCertificates: [{trustDomains: [x.example]}]\n");
      awaitReason("x", "AcceptedByHand");
      istiod.configured("trustDomain: other.example\n");
      awaitReason("x", "LocalTrustDomainDiffers");
      istiod.configured("trustDomain: local.example\n");
      istiod.reading("ANOTHER");
      awaitReason("x", "NotLookedAt");
      istiod.with(
          "env: [{name: SHARED_MESH_CONFIG, valueFrom: {configMapKeyRef: {name: c, key: k}}}]");
      awaitReason("x", "SharedMeshConfigUnseen");
      istiod.reading("SHARED_MESH_CONFIG");
      awaitReason("x", "Distinct");
      istiod.with("envFrom: [{configMapRef: {name: c}}]");
      awaitReason("x", "SharedMeshConfigUnseen");
    }
  }

  @Test
  void whatTheMeshIsCalledIsReadOnceFromAllItsConfigs() {
    MeshSettings both = new MeshSettings(HOME, List.of("istio", "istio-canary"));
    assertThat(MeshTrustDomain.read(admin, both))
        .isEqualTo(
            new LocalTrustDomain.Named(
                new TrustDomain("local.example"), "ConfigMap live-loop/istio, key mesh"));
    istiod.configured("trustDomain: \n");
    assertThat(MeshTrustDomain.read(admin, both))
        .isEqualTo(
            new LocalTrustDomain.Unknown(
                "ConfigMap live-loop/istio, key mesh has no trustDomain, ConfigMap"
                    + " live-loop/istio-canary does not exist"));
    try (KubernetesClient nobody =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(clusters.b().kubeconfigOf(HOME, NOBODY, "b")))
            .build()) {
      assertThat(MeshTrustDomain.read(nobody, both))
          .isEqualTo(
              new LocalTrustDomain.Unknown(
                  "ConfigMap live-loop/istio can't be read: the API server answered 403"
                      + " Forbidden"));
    }
  }

  private LiveLoop start() {
    return LiveLoop.start(admin, Clock.systemUTC(), LiveIstiod.SETTINGS);
  }

  private void awaitText(String text) {
    await()
        .untilAsserted(
            () ->
                assertThat(published().get())
                    .isNotNull()
                    .extracting(ConfigMap::getData)
                    .isEqualTo(Map.of("mesh", text)));
  }

  private void awaitReason(String name, String reason) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Optional.ofNullable(LiveLoop.domain(admin, name).get().getStatus()).stream()
                            .flatMap(status -> status.getConditions().stream()))
                    .filteredOn(condition -> condition.getType().equals("AcceptedByMesh"))
                    .extracting(Conditions::getReason)
                    .containsExactly(reason));
  }

  private Resource<ConfigMap> published() {
    return admin.configMaps().inNamespace(HOME).withName(NAME);
  }

  private static ConfigMap configMap(String name, String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(HOME)
        .withName(name)
        .endMetadata()
        .addToData("mesh", text)
        .build();
  }
}
