package dev.rootbridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What an API server says to a pod that it puts through admission and throws away, byte for byte:
 * the client's own classes would drop warnings and whatever they don't know.
 *
 * @param status of the HTTP answer
 * @param body the pod, or a {@code Status} that says why there is none
 * @param warnings all of them, the API server's own too
 */
record PodPreview(int status, JsonNode body, List<String> warnings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** RFC 7234, section 5.5, as the API server writes it. */
  private static final Pattern WARNING = Pattern.compile("299 - \"((?:[^\"\\\\]|\\\\.)*)\"");

  static PodPreview of(KubernetesClient client, String namespace, JsonNode pod) {
    ObjectNode there = pod.deepCopy();
    if (there.path("metadata").isObject()) {
      there.withObject("/metadata").put("namespace", namespace);
    }
    HttpClient http = client.getHttpClient();
    String uri =
        client.getMasterUrl()
            + "api/v1/namespaces/"
            + namespace
            + "/pods?dryRun=All&fieldValidation=Strict";
    HttpResponse<String> answer =
        http.sendAsync(
                http.newHttpRequestBuilder()
                    .uri(uri)
                    .post("application/json", there.toString())
                    .build(),
                String.class)
            .join();
    try {
      return new PodPreview(
          answer.code(), JSON.readTree(answer.body()), warnings(answer.headers("Warning")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> warnings(List<String> headers) {
    return headers.stream()
        .flatMap(header -> WARNING.matcher(header).results())
        .map((MatchResult match) -> match.group(1).replaceAll("\\\\(.)", "$1"))
        .toList();
  }

  boolean isAccepted() {
    return status == 201;
  }

  /** The pod without what an API server makes up anew for each. */
  JsonNode pod() {
    ObjectNode pod = body.deepCopy();
    ObjectNode metadata = pod.withObject("/metadata");
    metadata.remove(List.of("namespace", "uid", "creationTimestamp", "managedFields"));
    if (metadata.has("generateName")) {
      metadata.remove("name");
    }
    return pod;
  }
}
