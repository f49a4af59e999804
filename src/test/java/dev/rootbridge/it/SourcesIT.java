package dev.rootbridge.it;

import static dev.rootbridge.it.AnchorAssertions.assertStandsInFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sources that lie in the cluster itself. */
@OnRealClusters
class SourcesIT {

  private static final String TEAM = "ledger";
  private static final String TRUST_DOMAIN = "cluster-c.example";
  private static final String NAME = "cluster-c";

  private final RootCa root = RootCa.mint(KeyKind.EC_P256, "O=Cluster C");
  private final Installation rootbridge;
  private final KubernetesClient admin;
  private TenantNamespace namespace;

  SourcesIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.admin = rootbridge.clusters().a().admin();
  }

  @BeforeEach
  void optIn() {
    namespace = TenantNamespace.create(rootbridge.clusters().a(), TEAM);
    namespace.optIn();
  }

  @AfterEach
  void part() {
    var domain = admin.resources(FederatedTrustDomain.class).withName(NAME);
    domain.delete();
    await().until(() -> domain.get() == null);
    namespace.optOut();
  }

  @Test
  void certificatesInTheResourceItselfAreTrusted() {
    federate("inline: {pem: \"" + root.pem().replace("\n", "\\n") + "\"}");

    awaitTrust(root);
  }

  @Test
  void aConfigMapIsReadWhereARoleAllowsItAndFollowed() {
    String home = namespace.name();
    publish(home, root);
    federate("configMap: {namespace: %s, name: roots, key: c.pem}".formatted(home));
    await().until(() -> "Unreachable".equals(sourceReason()));

    allowReading(home);
    awaitTrust(root);

    RootCa next = RootCa.mint(KeyKind.EC_P256, "O=Cluster C");
    publish(home, next);
    awaitTrust(root, next);
  }

  private void awaitTrust(RootCa... roots) {
    await()
        .untilAsserted(
            () -> {
              assertThat(namespace.bundle()).isPresent();
              assertThat(namespace.anchors()).hasSize(1 + roots.length);
              for (RootCa expected : roots) {
                assertThat(namespace.anchors())
                    .filteredOn(expected::hasKeyOf)
                    .singleElement()
                    .satisfies(anchor -> assertStandsInFor(expected, TRUST_DOMAIN, anchor));
              }
            });
  }

  private String sourceReason() {
    var status = admin.resources(FederatedTrustDomain.class).withName(NAME).require().getStatus();
    return status == null || status.getConditions() == null
        ? ""
        : status.getConditions().stream()
            .filter(condition -> condition.getType().equals("SourceReachable"))
            .map(condition -> condition.getReason())
            .findFirst()
            .orElse("");
  }

  private void federate(String source) {
    admin
        .resource(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: %s}
            spec:
              trustDomain: %s
              source: {%s}
              namespaceSelector: {matchLabels: {team: %s}}
            """
                .formatted(NAME, TRUST_DOMAIN, source, TEAM))
        .create();
  }

  private void publish(String home, RootCa root) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(home)
                .withName("roots")
                .endMetadata()
                .withData(Map.of("c.pem", root.pem()))
                .build())
        .createOr(existing -> existing.update());
  }

  private void allowReading(String home) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(home)
                .withName("rootbridge")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withResourceNames("roots")
                .withVerbs("get", "list", "watch")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(home)
                .withName("rootbridge")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "rootbridge")
                .addNewSubject("", "ServiceAccount", "rootbridge", "rootbridge-system")
                .build())
        .create();
  }
}
