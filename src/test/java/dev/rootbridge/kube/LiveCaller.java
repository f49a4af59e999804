package dev.rootbridge.kube;

import dev.rootbridge.it.ApiServer;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody at the command line who has no rights but those that a test gives. */
record LiveCaller(ApiServer cluster, String name) {

  private static final String HOME = "default";
  private static final String RBAC = "rbac.authorization.k8s.io";

  static LiveCaller named(ApiServer cluster, String name) {
    cluster
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName(name)
                .endMetadata()
                .build())
        .serverSideApply();
    return new LiveCaller(cluster, name);
  }

  /**
   * In all namespaces, and outside of them.
   *
   * @param resource such as {@code pods}, or {@code deployments.apps}
   */
  LiveCaller may(String resource, String... verbs) {
    String role = name + "-" + resource;
    cluster
        .admin()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(role)
                .endMetadata()
                .withRules(rule(resource, verbs))
                .build())
        .serverSideApply();
    cluster
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(role)
                .endMetadata()
                .withNewRoleRef(RBAC, "ClusterRole", role)
                .addNewSubject("", "ServiceAccount", name, HOME)
                .build())
        .serverSideApply();
    return this;
  }

  LiveCaller mayIn(String namespace, String resource, String... verbs) {
    String role = name + "-" + resource;
    cluster
        .admin()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(role)
                .endMetadata()
                .withRules(rule(resource, verbs))
                .build())
        .serverSideApply();
    cluster
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(role)
                .endMetadata()
                .withNewRoleRef(RBAC, "Role", role)
                .addNewSubject("", "ServiceAccount", name, HOME)
                .build())
        .serverSideApply();
    return this;
  }

  private static PolicyRule rule(String resource, String... verbs) {
    String[] parts = resource.split("\\.", 2);
    return new PolicyRuleBuilder()
        .withApiGroups(parts.length == 1 ? "" : parts[1])
        .withResources(parts[0])
        .withVerbs(verbs)
        .build();
  }

  /** Written into that folder. */
  Path kubeconfig(Path folder) {
    try {
      return Files.writeString(
          folder.resolve(name + ".kubeconfig"), cluster.kubeconfigOf(HOME, name, "b"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
