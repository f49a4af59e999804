package dev.rootbridge.it;

import static dev.rootbridge.it.AnchorAssertions.assertStandsInFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.spiffe.SpiffeBundleWriter;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.SpiffeBundle;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sources other than a remote cluster, and what is told of one that fails. */
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

    allowReading(home, "configmaps");
    awaitTrust(root);

    RootCa next = RootCa.mint(KeyKind.EC_P256, "O=Cluster C");
    publish(home, next);
    awaitTrust(root, next);
  }

  @Test
  void aSecretIsReadAndWhenItBreaksThatIsToldAndNothingElseChanges() {
    String home = namespace.name();
    allowReading(home, "secrets");
    store(home, root.pem());
    federate("secret: {namespace: %s, name: roots, key: c.pem}".formatted(home));
    awaitTrust(root);
    String version = bundleVersion();

    store(home, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

    await().until(() -> "Malformed".equals(sourceReason()));
    await().untilAsserted(() -> assertThat(eventReasons()).contains("Malformed"));
    assertThat(rootbridge.process().metrics())
        .contains("rootbridge_source_failures_total{")
        .containsPattern(
            "rootbridge_source_failures_total[{][^}]*reason=\"Malformed\"[^}]*"
                + "trust_domain=\"cluster-c.example\"[^}]*[}] 1.0")
        .containsPattern("rootbridge_source_age_seconds[{][^}]*trust_domain=\"cluster-c.example\"");
    assertThat(bundleVersion()).isEqualTo(version);
  }

  @Test
  void aBundleEndpointIsKnownByItsSpiffeIdAndItsLastWordKeptWhenItIsAway() {
    Vertx vertx = Vertx.vertx();
    try (HttpsServer endpoint =
        new HttpsServer(
            vertx, HostAddress.find(), root.issueWorkload("spiffe://cluster-c.example/bundles"))) {
      RootCa other = RootCa.mint(KeyKind.EC_P256, "O=Cluster C");
      endpoint.answer(
          SpiffeBundleWriter.print(
              new SpiffeBundle(
                  List.of(anchor(root), anchor(other)),
                  OptionalLong.of(1),
                  Optional.of(Duration.ofSeconds(1)))));
      federate(
          """
          bundleEndpoint: {url: "%s", profile: https_spiffe, bootstrap: {pem: "%s"},\
          endpointSpiffeId: "spiffe://cluster-c.example/bundles"}"""
              .formatted(endpoint.url(), root.pem().replace("\n", "\\n")));
      awaitTrust(root, other);
      String version = bundleVersion();

      endpoint.behave(request -> request.response().setStatusCode(503).end());

      await().until(() -> "Unreachable".equals(sourceReason()));
      assertThat(bundleVersion()).isEqualTo(version);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static Anchor anchor(RootCa ca) {
    try {
      return Anchor.ofDer(ca.certificate().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String bundleVersion() {
    return admin
        .configMaps()
        .inNamespace(namespace.name())
        .withName("rootbridge-trust")
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  private List<String> eventReasons() {
    String uid =
        admin.resources(FederatedTrustDomain.class).withName(NAME).require().getMetadata().getUid();
    return admin.events().v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> uid.equals(event.getRegarding().getUid()))
        .map(event -> event.getReason())
        .toList();
  }

  private void store(String home, String pem) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(home)
                .withName("roots")
                .endMetadata()
                .withStringData(Map.of("c.pem", pem))
                .build())
        .createOr(existing -> existing.patch());
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

  private void allowReading(String home, String resources) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(home)
                .withName("rootbridge")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources(resources)
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
