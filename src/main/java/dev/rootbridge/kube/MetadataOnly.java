package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/**
 * Asks an API server for the metadata of objects and nothing else, with no fallback: what isn't
 * asked for can't be leaked, even where the right to read it had to be given.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API
 *     concepts, on metadata-only fetches</a>
 */
final class MetadataOnly implements Interceptor {

  private static final String FORM = "application/json;as=%s;g=meta.k8s.io;v=v1";
  private static final String LISTS = FORM.formatted("PartialObjectMetadataList");
  static final String OBJECTS = FORM.formatted("PartialObjectMetadata");

  private MetadataOnly() {}

  /** A client for lists and watches. What it gets is no longer of the type that it asked for. */
  static KubernetesClient of(KubernetesClient client) {
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("metadata-only", new MetadataOnly()))
        .build();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = request.uri().getQuery();
    builder.setHeader("Accept", query != null && query.contains("watch=true") ? OBJECTS : LISTS);
  }
}
