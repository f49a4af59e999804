package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.LiveCommand;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code rootbridge doctor} where a real API server calls a real webhook, and where it doesn't. The
 * caller is no admin: whoever asks may look, and make pods in one namespace at most.
 */
@OnRealClusters
class WebhookTrialIT {

  private static final String CALLER = "asks-the-doctor";

  private final Installation rootbridge;
  private final ApiServer cluster;
  private final KubernetesClient admin;
  private Federation federation;
  private String namespace;
  private MutatingWebhookConfiguration before;

  WebhookTrialIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.cluster = rootbridge.clusters().a();
    this.admin = cluster.admin();
  }

  @BeforeEach
  void federate() {
    federation = Federation.of(rootbridge);
    namespace = federation.namespace().name();
    before = registration().get();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CALLER)
                .endMetadata()
                .build())
        .create();
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(CALLER)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("namespaces", "configmaps", "pods")
                .withVerbs("get", "list")
                .endRule()
                .addNewRule()
                .withApiGroups("rootbridge.dev")
                .withResources("federatedtrustdomains")
                .withVerbs("get", "list")
                .endRule()
                .addNewRule()
                .withApiGroups("admissionregistration.k8s.io")
                .withResources("mutatingwebhookconfigurations")
                .withVerbs("get", "list")
                .endRule()
                .build())
        .serverSideApply();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(CALLER)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", CALLER)
                .addNewSubject("", "ServiceAccount", CALLER, namespace)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  @AfterEach
  void mend() {
    register(before);
    admin.resourceQuotas().inNamespace(namespace).delete();
    federation.close();
  }

  @Test
  void aPodIsTriedAndNothingIsLeftOfIt() {
    allowPods();
    await()
        .untilAsserted(
            () ->
                assertThat(examine().out())
                    .contains(
                        "ok       webhook call: it is called: a pod tried out in namespace "
                            + namespace
                            + " was Injected\n"));
    assertThat(admin.pods().inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(admin.v1().events().inNamespace(namespace).list().getItems())
        .noneMatch(event -> "Pod".equals(event.getInvolvedObject().getKind()));
  }

  @Test
  void whoeverMayMakeNoPodsIsToldWhichRightItTakes() {
    assertThat(examine().out())
        .contains(
            "unknown  webhook call: whether it is called isn't known: that takes the right to"
                + " create pods in namespace ")
        .contains(" to mend it: have an admin run it, or bind you to a role of: kubectl create");
  }

  @Test
  void aWebhookThatApiServersDoNotBelieveIsNotCalled() {
    allowPods();
    register(believing(RootCa.mint(KeyKind.EC_P256, "CN=another"), "Ignore"));
    await()
        .untilAsserted(
            () ->
                assertThat(examine().out())
                    .contains(
                        "FAILED   webhook call: it isn't called: a pod tried out in namespace "
                            + namespace
                            + " came back without the annotation rootbridge.dev/status\n"));
    register(believing(RootCa.mint(KeyKind.EC_P256, "CN=another"), "Fail"));
    await()
        .untilAsserted(
            () ->
                assertThat(examine().out())
                    .contains(
                        "FAILED   webhook call: calling it fails, and with it every pod: ",
                        "failed calling webhook \"inject.rootbridge.dev\""));
  }

  @Test
  void whatElseRefusesThePodIsTheFinding() {
    allowPods();
    Map<String, Quantity> none = Map.of("pods", new Quantity("0"));
    admin
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("full")
                .endMetadata()
                .withNewSpec()
                .withHard(none)
                .endSpec()
                .build())
        .create();
    // What a controller would write, which runs here no more than any.
    admin
        .resourceQuotas()
        .inNamespace(namespace)
        .withName("full")
        .editStatus(
            quota ->
                new ResourceQuotaBuilder(quota)
                    .withStatus(
                        new ResourceQuotaStatusBuilder().withHard(none).withUsed(none).build())
                    .build());
    await()
        .untilAsserted(
            () ->
                assertThat(examine().out())
                    .contains(
                        "unknown  webhook call: whether it is called isn't known: a pod tried out"
                            + " in namespace "
                            + namespace
                            + " was refused: ")
                    .contains("exceeded quota: full"));
  }

  private void allowPods() {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CALLER)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("pods")
                .withVerbs("create")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(CALLER)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", CALLER)
                .addNewSubject("", "ServiceAccount", CALLER, namespace)
                .build())
        .create();
  }

  private LiveCommand examine() {
    Path kubeconfig =
        Scratch.write(CALLER + ".kubeconfig", cluster.kubeconfigOf(namespace, CALLER, "a"));
    return LiveCommand.run(kubeconfig, "doctor");
  }

  private MutatingWebhookConfiguration believing(RootCa ca, String failurePolicy) {
    return new MutatingWebhookConfigurationBuilder(before)
        .editFirstWebhook()
        .withFailurePolicy(failurePolicy)
        .editClientConfig()
        .withCaBundle(Base64.getEncoder().encodeToString(ca.pem().getBytes(StandardCharsets.UTF_8)))
        .endClientConfig()
        .endWebhook()
        .build();
  }

  private void register(MutatingWebhookConfiguration wanted) {
    registration()
        .edit(
            present ->
                new MutatingWebhookConfigurationBuilder(present)
                    .withWebhooks(wanted.getWebhooks())
                    .build());
  }

  private Resource<MutatingWebhookConfiguration> registration() {
    return admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("rootbridge.dev");
  }
}
