package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.trust.TlsServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A life of the chart on a real API server: installed and upgraded by Helm, run with the settings
 * and the rights that it rendered, and uninstalled. The registration's address alone is another
 * one, since there is no network to a Service.
 */
@OnRealClusters
class HelmReleaseIT {

  private static final String RELEASE = "rootbridge";
  private static final String NAMESPACE = "rootbridge-system";
  private static final String INSTANCE = "named-by-the-chart";
  private static final String TRUST_DOMAIN = "cluster-c.example";

  private final Kubectl kubectl;
  private final ApiServer cluster;
  private final KubernetesClient admin;
  private final RootCa localRoot = RootCa.mint(KeyKind.EC_P256, "O=" + TRUST_DOMAIN);
  private final RootCa servingCa = RootCa.mint(KeyKind.EC_P256, "CN=rootbridge");
  private TlsServer istiod;
  private TenantNamespace shop;

  HelmReleaseIT(Clusters clusters, RemoteApiServer remote) {
    this.kubectl = clusters.kubectl();
    this.cluster = remote.server();
    this.admin = cluster.admin();
    remote.authenticateWith("any");
  }

  @BeforeEach
  void prepare() {
    IstioMesh.install(cluster, "cluster-c").publishRoots(localRoot);
    KeyedCertificate certificate =
        localRoot.issue(
            KeyKind.EC_P256, new GeneralName(GeneralName.dNSName, "istiod.istio-system.svc"));
    istiod = TlsServer.start(certificate.certificate(), certificate.key());
    shop = TenantNamespace.create(cluster, "helm");
    // Of another profile, by another test; Helm takes over nothing that it hasn't made.
    var registrations = admin.admissionRegistration().v1();
    registrations.validatingAdmissionPolicies().delete();
    registrations.validatingAdmissionPolicyBindings().delete();
  }

  @AfterEach
  void leave() {
    shop.optOut();
    meshConfig().delete();
    istiod.close();
  }

  @Test
  void fromInstallToUninstall() throws IOException {
    theCommandsOfTheNotesRun(install());
    Resource<FederatedTrustDomain> domain = federate();
    setCaBundle();
    ageCrd();

    try (RootbridgeProcess process = start()) {
      HelmChart.upgrade()
          .withName(RELEASE)
          .withNamespace(NAMESPACE)
          .withValuesFile(HelmChart.HIGH_AVAILABILITY)
          .withValuesFile(values(3))
          .withKubeConfig(cluster.adminKubeconfig())
          .call();
      assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
      assertThat(registration().require().getWebhooks().get(0).getClientConfig().getCaBundle())
          .isEqualTo(caBundle());
      assertThat(columns()).contains("Constraint");
      assertThat(domain.get()).isNotNull();

      assertThePageIsForReadersOnly(process);

      assertThat(process.log())
          .contains(
              "rootbridge.local.trust-domain is not set; it is "
                  + TRUST_DOMAIN
                  + ", by ConfigMap istio-system/istio, key mesh");
      callAt(process);
      shop.optIn();
      await().until(() -> shop.bundle().isPresent());
      await().until(() -> !shop.preview(SidecarPod.NATIVE.create()).volumes().isEmpty());
      assertThat(shop.create(SidecarPod.CLASSIC.create()).mounts()).isNotEmpty();
      assertThat(
              admin
                  .leases()
                  .inNamespace(NAMESPACE)
                  .withName("rootbridge")
                  .require()
                  .getSpec()
                  .getHolderIdentity())
          .contains(INSTANCE);
      await().until(() -> meshConfig().get() != null);
    }
    assertThatThrownBy(() -> shop.preview(SidecarPod.CLASSIC.create()))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook");

    uninstall(NAMESPACE);

    assertThat(registration().get()).isNull();
    var registrations = admin.admissionRegistration().v1();
    assertThat(registrations.validatingAdmissionPolicies().list().getItems()).isEmpty();
    await()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> shop.preview(SidecarPod.CLASSIC.create()).volumes().isEmpty());
    // All that people declared is still there.
    assertThat(domain.get()).isNotNull();
    domain.delete();
    // So is what proxies and istiod read: what would become of them isn't for Helm to know.
    assertThat(shop.bundle()).isPresent();
    assertThat(meshConfig().get()).isNotNull();
    assertThat(admin.configMaps().inNamespace(NAMESPACE).withName("rootbridge-local").get())
        .isNotNull();
  }

  @Test
  void whoLeavesByTheRunBookLeavesNobodyWithRootsThatNobodyKeeps() throws IOException {
    install();
    federate();
    setCaBundle();
    try (RootbridgeProcess process = start()) {
      callAt(process);
      shop.optIn();
      await().until(() -> shop.bundle().isPresent());
      await().until(() -> !shop.preview(SidecarPod.NATIVE.create()).volumes().isEmpty());
      InjectedPod running = shop.create(SidecarPod.CLASSIC.create());
      assertThat(running.volumes()).isNotEmpty();
      await().until(() -> meshConfig().get() != null);

      for (String command : RunBook.commands("Uninstalling")) {
        if (command.contains(" rollout restart ")) {
          // Until then it reads it.
          assertThat(shop.bundle()).isPresent();
          restart(running);
        } else if (command.contains(" get configmaps ")) {
          assertThat(run(command)).doesNotContain(shop.name(), "rootbridge-mesh");
        } else if (command.startsWith("helm uninstall")) {
          uninstall(NAMESPACE);
        } else if (!command.contains(" set env ") && !command.contains(" delete -f ")) {
          run(command);
        }
      }
    }
    assertThat(registration().get()).isNull();
    assertThat(admin.resources(FederatedTrustDomain.class).list().getItems()).isEmpty();
    assertThat(meshConfig().get()).isNull();
  }

  /** Why values.yaml says that it is for helm template alone. */
  @Test
  void aNamespaceThatTheChartMakesCannotBeInstalledInto() {
    InstallCommand install =
        HelmChart.install()
            .withName(RELEASE)
            .withNamespace("made-by-the-chart")
            .withValuesFile(HelmChart.values("{namespace: {create: true}, crds: {install: false}}"))
            .withKubeConfig(cluster.adminKubeconfig());

    assertThatThrownBy(install::call).hasMessageContaining("\"made-by-the-chart\" not found");
    assertThatThrownBy(install.createNamespace()::call)
        .hasMessageContaining("namespaces \"made-by-the-chart\" already exists");
    // What came before the namespace is there by now.
    uninstall("made-by-the-chart");
  }

  private String run(String command) {
    return kubectl.on(cluster, command.replaceFirst("^kubectl ", "").split(" ")).succeed();
  }

  private void restart(InjectedPod running) {
    shop.delete(running);
    await().until(() -> shop.preview(SidecarPod.CLASSIC.create()).volumes().isEmpty());
    shop.create(SidecarPod.CLASSIC.create());
    await().until(() -> shop.configMap().get() == null);
  }

  private Release install() {
    return HelmChart.install()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .createNamespace()
        .withValuesFile(HelmChart.HIGH_AVAILABILITY)
        .withValuesFile(values(2))
        .withKubeConfig(cluster.adminKubeconfig())
        .call();
  }

  private void uninstall(String namespace) {
    Helm.uninstall(RELEASE)
        .withNamespace(namespace)
        .withKubeConfig(cluster.adminKubeconfig())
        .call();
  }

  private Resource<ConfigMap> meshConfig() {
    return admin.configMaps().inNamespace(IstioMesh.NAMESPACE).withName("rootbridge-mesh");
  }

  /** By the rights that the chart gave it, and the role that it made for readers. */
  private void assertThePageIsForReadersOnly(RootbridgeProcess process) {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(shop.name())
                .withName("reader")
                .endMetadata()
                .build())
        .serverSideApply();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("helm-release-it")
                .endMetadata()
                .withNewRoleRef(
                    "rbac.authorization.k8s.io", "ClusterRole", "rootbridge-page-reader")
                .addNewSubject("", "ServiceAccount", "reader", shop.name())
                .build())
        .serverSideApply();
    String reader = "Bearer " + cluster.tokenOf(shop.name(), "reader");
    String stranger = "Bearer " + cluster.tokenOf(NAMESPACE, "rootbridge");
    for (String path : List.of("", "namespaces", "api/v1/status", "api/openapi.json", "nowhere")) {
      assertThat(status(process, path, Optional.empty())).as(path).isEqualTo(401);
      assertThat(status(process, path, Optional.of("Bearer garbage"))).as(path).isEqualTo(401);
      assertThat(status(process, path, Optional.of(stranger))).as(path).isEqualTo(403);
    }
    await().until(() -> status(process, "", Optional.of(reader)) == 200);
    assertThat(status(process, "api/v1/status", Optional.of(reader))).isEqualTo(200);
    assertThat(status(process, "nowhere", Optional.of(reader))).isEqualTo(404);
    admin.rbac().clusterRoleBindings().withName("helm-release-it").delete();
  }

  private static int status(
      RootbridgeProcess process, String path, Optional<String> authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(process.page().resolve(path));
    authorization.ifPresent(header -> request.header("Authorization", header));
    try {
      return HttpClient.newHttpClient()
          .send(request.build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All but what would wait for pods, which nobody starts here, or change something. */
  private void theCommandsOfTheNotesRun(Release installed) {
    List<String> commands = HelmChart.nextCommands(HelmChart.notes(installed));
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      String harmless =
          command.replace("YOUR-NAMESPACE", shop.name())
              + (command.contains(" rollout ") ? " --watch=false" : "")
              + (command.contains(" label ") ? " --dry-run=server" : "");
      run(harmless);
    }
  }

  private Path values(int replicas) {
    return HelmChart.values(
        """
        replicas: %d
        mesh: {istiod: "127.0.0.1:%d"}
        page: {access: token-review}
        settings: {rootbridge.instance: %s}
        """
            .formatted(replicas, istiod.port(), INSTANCE));
  }

  /** With a root of another cluster, given in the resource. */
  private Resource<FederatedTrustDomain> federate() {
    String manifest =
        """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata: {name: helm-release}
        spec:
          trustDomain: partner.example
          source: {inline: {pem: "%s"}}
          namespaceSelector: {matchLabels: {team: helm}}
        """
            .formatted(RootCa.mint(KeyKind.EC_P256, "O=Partner").pem().replace("\n", "\\n"));
    await("the CRD is served")
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> admin.resource(manifest).serverSideApply() != null);
    return admin.resources(FederatedTrustDomain.class).withName("helm-release");
  }

  /** As the Deployment would: its variables and the ConfigMap that it mounts. */
  private RootbridgeProcess start() throws IOException {
    assertThat(
            deployment().getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getName().equals("SMALLRYE_CONFIG_LOCATIONS")))
        .singleElement()
        .satisfies(variable -> assertThat(variable.getValue()).isEqualTo("/etc/rootbridge/config"));
    Path mounted = Scratch.emptyFolder("chart-settings");
    for (Map.Entry<String, String> file :
        admin
            .configMaps()
            .inNamespace(NAMESPACE)
            .withName("rootbridge")
            .require()
            .getData()
            .entrySet()) {
      Files.writeString(mounted.resolve(file.getKey()), file.getValue());
    }
    return RootbridgeProcess.start(
        Installation.kubeconfig(cluster),
        Installation.servingCertificate(servingCa),
        // Not set, so that the mesh config tells it.
        "",
        Map.of("smallrye.config.locations", mounted.toUri().toString()));
  }

  private Deployment deployment() {
    return admin.apps().deployments().inNamespace(NAMESPACE).withName("rootbridge").require();
  }

  private Resource<MutatingWebhookConfiguration> registration() {
    return admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("rootbridge.dev");
  }

  private String caBundle() {
    return Base64.getEncoder().encodeToString(servingCa.pem().getBytes(StandardCharsets.UTF_8));
  }

  /** As an older release of the chart would have left it. */
  private void ageCrd() {
    crd()
        .edit(
            found -> {
              found.getSpec().getVersions().get(0).setAdditionalPrinterColumns(List.of());
              return found;
            });
    assertThat(columns()).isEmpty();
  }

  private List<String> columns() {
    return crd().require().getSpec().getVersions().get(0).getAdditionalPrinterColumns().stream()
        .map(CustomResourceColumnDefinition::getName)
        .toList();
  }

  private Resource<CustomResourceDefinition> crd() {
    return admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("federatedtrustdomains.rootbridge.dev");
  }

  private void setCaBundle() {
    registration()
        .edit(
            found ->
                new MutatingWebhookConfigurationBuilder(found)
                    .editFirstWebhook()
                    .editClientConfig()
                    .withCaBundle(caBundle())
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }

  private void callAt(RootbridgeProcess process) {
    registration()
        .edit(
            found ->
                new MutatingWebhookConfigurationBuilder(found)
                    .editFirstWebhook()
                    .withNewClientConfig()
                    .withUrl(process.webhook().toString())
                    .withCaBundle(caBundle())
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }
}
