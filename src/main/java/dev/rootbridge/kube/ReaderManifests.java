package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.FederationCheck;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.NamespaceSelector.Requirement;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects of a federation: in the other cluster an account that may read one ConfigMap, here
 * its access, the right of Rootbridge to read just that Secret, and the {@code
 * FederatedTrustDomain}. The Secret has no label {@code istio/multiCluster}, by which istiod would
 * enrol the cluster.
 *
 * @param name of the FederatedTrustDomain
 * @param root where the other cluster has its roots
 * @param secretNamespace where the access lies here
 * @param installed the namespace that Rootbridge runs in here
 * @param namespaces those that may trust it
 */
record ReaderManifests(
    String name,
    TrustDomain trustDomain,
    ConfigMapKey root,
    String secretNamespace,
    String installed,
    NamespaceSelector namespaces) {

  /** As many clusters as like may read the same public root by it. */
  static final String READER = "rootbridge-reader";

  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final List<String> READING = List.of("get", "list", "watch");

  String secretName() {
    return FederationCheck.secretName(name);
  }

  /** How the FederatedTrustDomain reads the other cluster. */
  RemoteCluster source() {
    return new RemoteCluster(secretNamespace, secretName(), Optional.empty(), root);
  }

  /** In the other cluster. */
  List<HasMetadata> there() {
    return List.of(
        new ServiceAccountBuilder()
            .withMetadata(metadata(root.namespace(), READER))
            // Whoever runs as it gets no token by that.
            .withAutomountServiceAccountToken(false)
            .build(),
        new RoleBuilder()
            .withMetadata(metadata(root.namespace(), READER))
            .withRules(reading("configmaps", root.name()))
            .build(),
        new RoleBindingBuilder()
            .withMetadata(metadata(root.namespace(), READER))
            .withNewRoleRef(RBAC, "Role", READER)
            .addNewSubject("", "ServiceAccount", READER, root.namespace())
            .build());
  }

  /** Here, before the FederatedTrustDomain. */
  List<HasMetadata> access(String kubeconfig) {
    return List.of(
        secret(kubeconfig),
        new RoleBuilder()
            .withMetadata(metadata(secretNamespace, secretName()))
            .withRules(reading("secrets", secretName()))
            .build(),
        new RoleBindingBuilder()
            .withMetadata(metadata(secretNamespace, secretName()))
            .withNewRoleRef(RBAC, "Role", secretName())
            .addNewSubject("", "ServiceAccount", "rootbridge", installed)
            .build());
  }

  Secret secret(String kubeconfig) {
    return new SecretBuilder()
        .withMetadata(metadata(secretNamespace, secretName()))
        .withType("Opaque")
        .addToStringData(name, kubeconfig)
        .build();
  }

  /**
   * Here, at last. Of its generated class, an object would hold all defaults, and applying it would
   * claim fields that an admin sets.
   *
   * @param serialization makes it of its manifest
   */
  GenericKubernetesResource domain(KubernetesSerialization serialization) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", "rootbridge.dev/v1alpha1").put("kind", "FederatedTrustDomain");
    manifest.putObject("metadata").put("name", name);
    ObjectNode spec = manifest.putObject("spec");
    spec.put("trustDomain", trustDomain.name());
    ObjectNode source = spec.putObject("source").putObject("remoteCluster");
    source.putObject("secret").put("namespace", secretNamespace).put("name", secretName());
    source
        .putObject("root")
        .put("namespace", root.namespace())
        .put("name", root.name())
        .put("key", root.key());
    ObjectNode selector = spec.putObject("namespaceSelector");
    if (!namespaces.matchLabels().isEmpty()) {
      ObjectNode matching = selector.putObject("matchLabels");
      new TreeMap<>(namespaces.matchLabels()).forEach(matching::put);
    }
    if (!namespaces.requirements().isEmpty()) {
      ArrayNode expressions = selector.putArray("matchExpressions");
      namespaces.requirements().forEach(required -> add(required, expressions));
    }
    return serialization.convertValue(manifest, GenericKubernetesResource.class);
  }

  private static void add(Requirement required, ArrayNode expressions) {
    ObjectNode expression = expressions.addObject();
    expression.put("key", required.key()).put("operator", required.operator().word());
    if (!required.values().isEmpty()) {
      ArrayNode values = expression.putArray("values");
      required.values().forEach(values::add);
    }
  }

  private static PolicyRule reading(String resource, String name) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources(resource)
        .withResourceNames(name)
        .withVerbs(READING)
        .build();
  }

  private static ObjectMeta metadata(String namespace, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("app.kubernetes.io/part-of", "rootbridge")
        .build();
  }
}
