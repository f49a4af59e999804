package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods as the API server stores them after it asked Rootbridge. */
@OnRealClusters
class InjectedPodIT {

  private final Installation rootbridge;
  private Federation federation;

  InjectedPodIT(Installation rootbridge) {
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

  @ParameterizedTest
  @EnumSource
  void theProxyGetsTheBundleAndItsPins(SidecarPod sidecar) {
    InjectedPod injected = federation.createPod(sidecar);

    assertThat(injected.volumes())
        .containsExactly(
            new VolumeBuilder()
                .withName("extra-certs")
                .withNewConfigMap()
                .withName("rootbridge-trust")
                .withDefaultMode(0644)
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
  }

  @ParameterizedTest
  @EnumSource
  void nothingElseOfThePodChanges(SidecarPod sidecar) {
    Pod injected = federation.createPod(sidecar).withoutInjection();
    Pod elsewhere = federation.newNamespace().create(sidecar.create()).pod();

    assertThat(injected.getSpec()).isEqualTo(elsewhere.getSpec());
    ObjectMeta metadata = injected.getMetadata();
    assertThat(metadata.getAnnotations()).isEqualTo(elsewhere.getMetadata().getAnnotations());
    assertThat(metadata.getLabels()).isEqualTo(elsewhere.getMetadata().getLabels());
  }

  @Test
  void aPodInANamespaceThatDidNotOptInIsUntouched() {
    federation.createPod(SidecarPod.CLASSIC);

    InjectedPod elsewhere = federation.newNamespace().create(SidecarPod.CLASSIC.create());

    assertThat(elsewhere.volumes()).isEmpty();
    assertThat(elsewhere.mounts()).isEmpty();
    assertThat(elsewhere.variables()).isEmpty();
    assertThat(elsewhere.status()).isNull();
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
