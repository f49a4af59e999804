package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.View;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;

/** Istio's own resources, as JSON, since no library of ours knows their shapes. */
final class IstioObjects {

  private static final int NOT_FOUND = 404;

  /** Served by Istio 1.22 and later, and by those before. */
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");

  private final CallersCluster cluster;

  IstioObjects(CallersCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * All of a kind; none where the cluster doesn't know it.
   *
   * @param group such as {@code security.istio.io}
   */
  View<List<JsonNode>> list(String group, String kind, String plural) {
    return cluster.look(
        "list " + plural + "." + group + " in all namespaces", () -> listed(group, kind, plural));
  }

  private List<JsonNode> listed(String group, String kind, String plural) {
    for (String version : VERSIONS) {
      List<JsonNode> found = new ArrayList<>();
      try {
        Pages.each(
            cluster
                .client()
                .genericKubernetesResources(
                    new ResourceDefinitionContext.Builder()
                        .withGroup(group)
                        .withVersion(version)
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build())
                .inAnyNamespace(),
            (GenericKubernetesResource object) ->
                found.add(
                    cluster
                        .client()
                        .getKubernetesSerialization()
                        .convertValue(object, JsonNode.class)));
        return found;
      } catch (KubernetesClientException e) {
        if (e.getCode() != NOT_FOUND) {
          throw e;
        }
      }
    }
    return List.of();
  }
}
