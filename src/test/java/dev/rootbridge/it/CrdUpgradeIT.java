package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The CRD is replaced by that of a later release, with resources stored under the one before. */
@OnRealClusters
class CrdUpgradeIT {

  private static final String NAME = "stored-before";
  private static final String RESOURCE =
      """
      apiVersion: rootbridge.dev/v1alpha1
      kind: FederatedTrustDomain
      metadata: {name: stored-before}
      spec:
        trustDomain: stored-before.example
        source: {configMap: {namespace: default, name: roots, key: root-cert.pem}}
        namespaceSelector: {matchLabels: {team: nobody}}
      """;
  private static final String STATUS =
      """
      {"status": {"observedGeneration": 1, "namespaces": {"selected": 3, "current": 2},
        "conditions": [{"type": "Accepted", "status": "True", "reason": "Accepted", "message": "it is",
          "observedGeneration": 1, "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
      """;

  private final KubernetesClient admin;

  CrdUpgradeIT(Clusters clusters) {
    this.admin = clusters.b().admin();
  }

  @AfterEach
  void leaveTodaysCrd() throws IOException {
    resource().delete();
    apply(todays());
  }

  @Test
  void whatWasStoredIsReadKeepsItsStatusAndTakesWhatIsNew() throws IOException {
    CustomResourceDefinition before = todays();
    JSONSchemaProps spec = spec(before);
    // As a release would have it that knew neither.
    spec.getProperties().remove("rotation");
    spec.getProperties().remove("meshConfig");
    apply(before);
    store();
    GenericKubernetesResource stored =
        admin
            .genericKubernetesResources("rootbridge.dev/v1alpha1", "FederatedTrustDomain")
            .withName(NAME)
            .require();
    assertThat(stored.<Map<String, Object>>get("spec")).doesNotContainKey("rotation");
    Map<String, Object> status = stored.get("status");

    apply(todays());

    FederatedTrustDomain read =
        await().until(() -> resource().require(), found -> found.getSpec().getRotation() != null);
    assertThat(read.getSpec().getTrustDomain()).isEqualTo("stored-before.example");
    assertThat(read.getStatus().getNamespaces().getCurrent()).isEqualTo(2);
    GenericKubernetesResource now =
        admin
            .genericKubernetesResources("rootbridge.dev/v1alpha1", "FederatedTrustDomain")
            .withName(NAME)
            .require();
    assertThat(now.<Map<String, Object>>get("status")).isEqualTo(status);
    assertThat(now.getMetadata().getUid()).isEqualTo(stored.getMetadata().getUid());
    read.getSpec().getRotation().setOverlap("30h");
    assertThat(resource().patch(read).getSpec().getRotation().getOverlap()).isEqualTo("30h");
    assertThat(resource().require().getStatus().getNamespaces().getSelected()).isEqualTo(3);
  }

  private Resource<FederatedTrustDomain> resource() {
    return admin.resources(FederatedTrustDomain.class).withName(NAME);
  }

  /** The API server takes a moment to serve a CRD. */
  private void store() {
    await()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () ->
                admin
                        .resource(
                            Serialization.unmarshal(RESOURCE, GenericKubernetesResource.class))
                        .create()
                    != null);
    resource().subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), STATUS);
  }

  private void apply(CustomResourceDefinition crd) {
    admin.resource(crd).createOr(NonDeletingOperation::update);
  }

  private static JSONSchemaProps spec(CustomResourceDefinition crd) {
    return crd.getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }

  private static CustomResourceDefinition todays() throws IOException {
    return Serialization.unmarshal(
        Files.readString(
            Installation.MANIFESTS.resolve("crd/federatedtrustdomains.rootbridge.dev.yaml")),
        CustomResourceDefinition.class);
  }
}
