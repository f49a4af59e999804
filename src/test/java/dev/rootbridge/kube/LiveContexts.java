package dev.rootbridge.kube;

import dev.rootbridge.it.ApiServer;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kubeconfig of somebody who is an admin of two clusters. */
final class LiveContexts {

  private static final String NAMESPACE = "live-loop";
  private static final String ADMIN = "federator";

  private LiveContexts() {}

  /** With a context for each. */
  static Path write(Path file, String context, ApiServer cluster, String other, ApiServer second) {
    Config one = admin(cluster, context);
    Config two = admin(second, other);
    one.getClusters().addAll(two.getClusters());
    one.getContexts().addAll(two.getContexts());
    one.getUsers().addAll(two.getUsers());
    try {
      return Files.writeString(file, Serialization.asYaml(one));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Config admin(ApiServer cluster, String context) {
    KubernetesClient client = cluster.admin();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(ADMIN)
                .endMetadata()
                .build())
        .serverSideApply();
    client
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(ADMIN)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", ADMIN, NAMESPACE)
                .build())
        .serverSideApply();
    return Serialization.unmarshal(cluster.kubeconfigOf(NAMESPACE, ADMIN, context), Config.class);
  }
}
