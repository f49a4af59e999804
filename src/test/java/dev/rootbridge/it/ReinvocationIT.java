package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another webhook takes out of the proxy what ours put in. It comes after ours, so ours has to be
 * called a second time, and must restore what was lost without adding anything twice.
 */
@OnRealClusters
class ReinvocationIT {

  /** Sorts after {@code rootbridge.dev}; the API server calls them in that order. */
  private static final String REGISTRATION = "z-renders.example";

  private final Installation rootbridge;
  private final KubernetesClient admin;
  private Federation federation;
  private RenderingInjector later;

  ReinvocationIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.admin = rootbridge.clusters().a().admin();
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
    later = RenderingInjector.start();
  }

  @AfterEach
  void part() {
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(REGISTRATION)
        .delete();
    later.close();
    federation.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatALaterWebhookTookOutIsRestoredAndNothingIsThereTwice(SidecarPod sidecar) {
    InjectedPod undisturbed = federation.createPod(sidecar);
    admin.resource(registration()).create();
    await()
        .until(
            () -> {
              federation.namespace().preview(sidecar.create());
              return !later.received().isEmpty();
            });
    int before = later.received().size();

    InjectedPod restored = federation.namespace().create(sidecar.create());

    // One more call, of a pod that ours had been called for: so what is there now is by a second
    // call of ours.
    List<InjectedPod> received = later.received();
    assertThat(received).hasSize(before + 1);
    InjectedPod between = received.get(before);
    assertThat(between.mounts()).isEqualTo(undisturbed.mounts());
    assertThat(between.variables()).isEqualTo(undisturbed.variables());

    assertThat(restored.volumes()).hasSize(1);
    assertThat(restored.mounts()).hasSize(2).doesNotHaveDuplicates();
    assertThat(restored.variables()).hasSize(3).doesNotHaveDuplicates();
    assertThat(restored.status()).startsWith("{\"outcome\":\"Injected\"");
    assertThat(restored.pod().getSpec()).isEqualTo(undisturbed.pod().getSpec());
    assertThat(unnamed(restored.pod())).isEqualTo(unnamed(undisturbed.pod()));
  }

  /** Of one namespace, so that no other test is disturbed. */
  private MutatingWebhookConfiguration registration() {
    String caBundle =
        Base64.getEncoder().encodeToString(later.ca().pem().getBytes(StandardCharsets.UTF_8));
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(REGISTRATION)
        .endMetadata()
        .addNewWebhook()
        .withName("render." + REGISTRATION)
        .withAdmissionReviewVersions("v1")
        .withNewClientConfig()
        .withUrl(later.url().toString())
        .withCaBundle(caBundle)
        .endClientConfig()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withOperations("CREATE")
        .withResources("pods")
        .endRule()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", federation.namespace().name())
        .endNamespaceSelector()
        .withSideEffects("None")
        // Were it not reached, nothing would be taken out and the test would prove nothing.
        .withFailurePolicy("Fail")
        .withReinvocationPolicy("Never")
        .endWebhook()
        .build();
  }

  private static ObjectMeta unnamed(Pod pod) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setLabels(pod.getMetadata().getLabels());
    metadata.setAnnotations(pod.getMetadata().getAnnotations());
    metadata.setGenerateName(pod.getMetadata().getGenerateName());
    return metadata;
  }
}
