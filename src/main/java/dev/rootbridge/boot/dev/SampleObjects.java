package dev.rootbridge.boot.dev;

import dev.rootbridge.boot.dev.cluster.Authority;
import dev.rootbridge.boot.dev.cluster.EmbeddedCluster;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What is in the embedded clusters at first. */
final class SampleObjects {

  /** The namespace that opted in. */
  static final String NAMESPACE = "shop";

  private static final String ISTIO_NAMESPACE = "istio-system";

  private SampleObjects() {}

  /** What is in a mesh's root namespace: its config, and what istiod leaves there, its root. */
  static List<HasMetadata> mesh(Authority root) {
    return List.of(
        namespace(ISTIO_NAMESPACE, Map.of()),
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(ISTIO_NAMESPACE)
            .withName("istio-ca-root-cert")
            .addToLabels("istio.io/config", "true")
            .endMetadata()
            .addToData("root-cert.pem", root.certificatePem())
            .build(),
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(ISTIO_NAMESPACE)
            .withName("istio")
            .endMetadata()
            .addToData("mesh", "accessLogFile: /dev/stdout\n")
            .build());
  }

  /** The admin's choice to trust the other cluster, and a namespace that opted in. */
  static List<HasMetadata> federation(EmbeddedCluster remote) {
    return List.of(
        namespace(
            NAMESPACE, Map.of("istio-injection", "enabled", "rootbridge.dev/injection", "enabled")),
        remoteSecret(remote),
        Serialization.unmarshal(
            DevResource.read("federated-trust-domain.yaml"), FederatedTrustDomain.class));
  }

  /** As {@code istioctl create-remote-secret} makes it. */
  private static Secret remoteSecret(EmbeddedCluster remote) {
    byte[] kubeconfig = remote.kubeconfig().getBytes(StandardCharsets.UTF_8);
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(ISTIO_NAMESPACE)
        .withName("istio-remote-secret-" + remote.name())
        .addToLabels("istio/multiCluster", "true")
        .addToAnnotations("networking.istio.io/cluster", remote.name())
        .endMetadata()
        .withType("Opaque")
        .addToData(remote.name(), Base64.getEncoder().encodeToString(kubeconfig))
        .build();
  }

  private static Namespace namespace(String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/metadata.name", name)
        .addToLabels(labels)
        .endMetadata()
        .withNewStatus()
        .withPhase("Active")
        .endStatus()
        .build();
  }
}
