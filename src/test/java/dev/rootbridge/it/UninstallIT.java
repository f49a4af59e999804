package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of an installation by hand; {@link HelmReleaseIT} is about Helm's. */
@OnRealClusters
class UninstallIT {

  @Test
  void byHandAllGoesButWhatPeopleDeclaredAndTheNamespace(Clusters clusters) {
    ApiServer cluster = clusters.b();
    Kubectl kubectl = clusters.kubectl();
    IstioMesh.install(cluster, "cluster-b");
    kubectl.apply(cluster, Installation.MANIFESTS);
    assertThat(left(cluster, kubectl)).hasSizeGreaterThan(10);

    List<String> byHand =
        RunBook.commands("Uninstalling").stream()
            .filter(command -> command.startsWith("kubectl delete -f "))
            .toList();
    assertThat(byHand).hasSize(1);
    kubectl.on(cluster, byHand.get(0).replaceFirst("^kubectl ", "").split(" ")).succeed();

    assertThat(left(cluster, kubectl))
        .containsExactlyInAnyOrder("Namespace", "CustomResourceDefinition");
  }

  /** The kinds of what {@code webhook-config/} holds and the API server still has. */
  private static List<String> left(ApiServer cluster, Kubectl kubectl) {
    String manifests =
        kubectl.on(cluster, "kustomize", Installation.MANIFESTS.toString()).succeed();
    return cluster
        .admin()
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .items()
        .stream()
        .filter(item -> cluster.admin().resource(item).get() != null)
        .map(HasMetadata::getKind)
        .toList();
  }
}
