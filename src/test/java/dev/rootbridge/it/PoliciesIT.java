package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may write what, by the ValidatingAdmissionPolicies of {@code webhook-config/}. All users here
 * may do anything by RBAC, so what is refused is refused by the policies.
 *
 * <p>That Rootbridge works under them, and reverts what an admin did, is shown by all tests that
 * have an {@link Installation}.
 */
@OnRealClusters
class PoliciesIT {

  private static final String BUNDLE = "rootbridge-trust";
  private static final String OPT_IN = "rootbridge.dev/injection";
  private static final String ONLY_ROOTBRIDGE = "only Rootbridge writes them";
  private static final String NO_OTHER = "its own state, and no other ConfigMap";

  private static final List<KubernetesClient> CLIENTS = new ArrayList<>();
  private static ApiServer cluster;
  private static Kubectl kubectl;
  private static KubernetesClient tenant;
  private static KubernetesClient rootbridge;

  private String namespace;

  @BeforeAll
  static void apply(Clusters clusters) {
    cluster = clusters.b();
    IstioMesh.install(cluster, "cluster-b");
    kubectl = clusters.kubectl();
    kubectl.apply(cluster, Installation.MANIFESTS);
    cluster
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("policies-it")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("rbac.authorization.k8s.io", "Group", "anything", null)
                .build())
        .serverSideApply();
    tenant = as("tenant", "anything");
    rootbridge = as("system:serviceaccount:rootbridge-system:rootbridge", "anything");
    awaitRefusal(tenant);
    awaitRefusal(rootbridge);
  }

  /** Policies take a moment to be heard of. */
  private static void awaitRefusal(KubernetesClient user) {
    String name = user == tenant ? BUNDLE : "not-ours";
    await("the policies are in force")
        .until(
            () -> {
              try {
                user.configMaps().inNamespace("default").resource(named(name)).dryRun().create();
                return false;
              } catch (KubernetesClientException e) {
                return e.getCode() == 403;
              }
            });
  }

  @AfterAll
  static void leave() {
    CLIENTS.forEach(KubernetesClient::close);
    CLIENTS.clear();
    cluster.admin().rbac().clusterRoleBindings().withName("policies-it").delete();
  }

  @BeforeEach
  void createNamespace() {
    namespace =
        cluster
            .admin()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("policies-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    create(rootbridge, BUNDLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {BUNDLE, "rootbridge-trust-0123456789abcdef", "rootbridge-trust-mine"})
  void aTenantMakesNoBundle(String name) {
    cluster.admin().configMaps().inNamespace(namespace).withName(name).delete();
    assertForbidden(() -> create(tenant, name), ONLY_ROOTBRIDGE);
  }

  @Test
  void aNameThatTheApiServerMakesUpIsNoWayAround() {
    ConfigMap configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withGenerateName("rootbridge-trust-")
            .endMetadata()
            .build();
    assertForbidden(
        () -> tenant.configMaps().inNamespace(namespace).resource(configMap).create(),
        ONLY_ROOTBRIDGE);
  }

  @Test
  void aTenantChangesAndDeletesNoBundle() {
    assertForbidden(() -> tamper(tenant), ONLY_ROOTBRIDGE);
    assertForbidden(
        () -> tenant.configMaps().inNamespace(namespace).withName(BUNDLE).delete(),
        ONLY_ROOTBRIDGE);
    assertForbidden(() -> tenant.configMaps().inNamespace(namespace).delete(), ONLY_ROOTBRIDGE);
    assertThat(bundle()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"settings", "rootbridge", "rootbridge-trusted", "my-rootbridge-trust"})
  void whatElseATenantHasIsItsOwn(String name) {
    create(tenant, name);
    assertThat(tenant.configMaps().inNamespace(namespace).withName(name).delete()).hasSize(1);
  }

  @Test
  void anAdminMay() {
    tamper(cluster.admin());
    assertThat(bundle().getData()).containsEntry("root-cert.pem", "mine");
    assertThat(cluster.admin().configMaps().inNamespace(namespace).withName(BUNDLE).delete())
        .hasSize(1);
  }

  @Test
  void rootbridgeWritesBundlesAndItsOwnStateAndNothingElse() {
    create(rootbridge, "rootbridge-trust-0123456789abcdef");
    tamper(rootbridge);
    assertThat(rootbridge.configMaps().inNamespace(namespace).withName(BUNDLE).delete()).hasSize(1);
    Map.of("rootbridge-system", "rootbridge-local", "istio-system", "rootbridge-mesh")
        .forEach(
            (home, name) ->
                assertThatCode(
                        () ->
                            rootbridge
                                .configMaps()
                                .inNamespace(home)
                                .resource(named(name))
                                .dryRun()
                                .forceConflicts()
                                .serverSideApply())
                    .doesNotThrowAnyException());
    cluster
        .admin()
        .configMaps()
        .inNamespace("istio-system")
        .resource(named("rootbridge-mesh"))
        .createOr(NonDeletingOperation::update);
    assertThat(
            rootbridge
                .configMaps()
                .inNamespace("istio-system")
                .withName("rootbridge-mesh")
                .delete())
        .hasSize(1);

    assertForbidden(() -> create(rootbridge, "rootbridge-local"), NO_OTHER);
    assertForbidden(() -> create(rootbridge, "rootbridge-mesh"), NO_OTHER);
    assertForbidden(() -> create(rootbridge, "rootbridge-trusted"), NO_OTHER);
    assertForbidden(() -> create(rootbridge, "rootbridge-trust-of-mine"), NO_OTHER);
    create(tenant, "settings");
    assertForbidden(
        () -> rootbridge.configMaps().inNamespace(namespace).withName("settings").delete(),
        NO_OTHER);
  }

  @Test
  void aNamespaceThatGoesTakesItsBundleAlong() {
    KubernetesClient anyController = as("some-controller", "anything");
    cluster.admin().namespaces().withName(namespace).delete();
    await()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () ->
                anyController.configMaps().inNamespace(namespace).withName(BUNDLE).delete().size()
                    == 1);
  }

  @Test
  void whereGroupsAreNamedTheyAloneOptNamespacesIn() {
    List<JsonNode> guard =
        ChartValues.GUARDED_OPT_IN.render().stream()
            .filter(object -> object.at("/metadata/name").asText().equals("opt-in.rootbridge.dev"))
            .toList();
    assertThat(guard).hasSize(2);
    guard.forEach(object -> cluster.admin().resource(object.toString()).serverSideApply());
    try {
      KubernetesClient platformAdmin = as("ann", "anything", "platform-admins");
      String refusal = "rootbridge.dev/injection is set and removed by platform-admins only";
      await()
          .untilAsserted(
              () ->
                  assertForbidden(
                      () ->
                          tenant
                              .resource(namespace("opted-in", Map.of(OPT_IN, "enabled")))
                              .dryRun()
                              .create(),
                      refusal));
      assertForbidden(() -> label(tenant, OPT_IN, "enabled"), refusal);
      assertThat(patchStatus(OPT_IN, "enabled").errors()).contains(refusal);
      assertThat(finalizeWith(OPT_IN, "enabled").errors()).contains(refusal);
      assertThat(patchStatus("team", "shop").exitCode()).isZero();
      assertThat(finalizeWith("team", "shop").exitCode()).isZero();
      assertThat(cluster.admin().namespaces().withName(namespace).get().getMetadata().getLabels())
          .doesNotContainKey(OPT_IN)
          .containsEntry("team", "shop");

      label(tenant, "team", "shop");
      label(platformAdmin, OPT_IN, "enabled");
      label(tenant, "team", "payments");
      assertForbidden(() -> label(tenant, OPT_IN, "disabled"), refusal);
      assertForbidden(() -> label(tenant, OPT_IN, null), refusal);
      label(cluster.admin(), OPT_IN, null);
    } finally {
      guard.forEach(object -> cluster.admin().resource(object.toString()).delete());
    }
  }

  /** Through a subresource, as one may who may write these alone. */
  private Command.Result patchStatus(String label, String value) {
    return asTenant(
            "patch",
            "namespace",
            namespace,
            "--subresource=status",
            "--type=merge",
            "--patch={\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(label, value))
        .run();
  }

  private Command.Result finalizeWith(String label, String value) {
    Namespace labelled = cluster.admin().namespaces().withName(namespace).get();
    labelled.getMetadata().getLabels().put(label, value);
    Path file = Scratch.write("finalize.json", Serialization.asJson(labelled));
    return asTenant(
            "replace",
            "--raw",
            "/api/v1/namespaces/" + namespace + "/finalize",
            "--filename",
            file.toString())
        .run();
  }

  private static Command asTenant(String... arguments) {
    String[] words = Arrays.copyOf(arguments, arguments.length + 2);
    words[arguments.length] = "--as=tenant";
    words[arguments.length + 1] = "--as-group=anything";
    return kubectl.on(cluster, words);
  }

  private static KubernetesClient as(String user, String... groups) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(cluster.admin().getConfiguration())
                    .withImpersonateUsername(user)
                    .withImpersonateGroups(groups)
                    .build())
            .build();
    CLIENTS.add(client);
    return client;
  }

  private static ConfigMap named(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("root-cert.pem", "ours")
        .build();
  }

  private static Namespace namespace(String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private void create(KubernetesClient user, String name) {
    user.configMaps().inNamespace(namespace).resource(named(name)).create();
  }

  private void tamper(KubernetesClient user) {
    user.configMaps()
        .inNamespace(namespace)
        .withName(BUNDLE)
        .edit(found -> new ConfigMapBuilder(found).addToData("root-cert.pem", "mine").build());
  }

  private void label(KubernetesClient user, String key, String value) {
    user.namespaces()
        .withName(namespace)
        .edit(
            found -> {
              Namespace labelled = Serialization.clone(found);
              labelled.getMetadata().getLabels().put(key, value);
              return labelled;
            });
  }

  private ConfigMap bundle() {
    return cluster.admin().configMaps().inNamespace(namespace).withName(BUNDLE).get();
  }

  private static void assertForbidden(ThrowingCallable action, String message) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining(message);
  }
}
