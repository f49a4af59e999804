package dev.rootbridge.boot.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.web.PodSample;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The creation of one pod as the API server puts it to a webhook, and what the answer makes of the
 * pod.
 */
record SampleReview(String title, JsonNode pod) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  static SampleReview ofResource(String title, String name) {
    try {
      return new SampleReview(title, YAML.readTree(DevResource.read(name)));
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException("dev/" + name + " is no YAML", broken);
    }
  }

  /** An {@code AdmissionReview} with the pod. */
  String request() {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put("uid", "00000000-0000-0000-0000-000000000001");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    request.put("namespace", pod.path("metadata").path("namespace").asText());
    request.put("operation", "CREATE");
    request.set("object", pod);
    return review.toString();
  }

  /**
   * The pod before and after; empty where the answer leaves it as it is.
   *
   * @param answer the webhook's {@code AdmissionReview}
   */
  Optional<PodSample> outcome(byte[] answer) {
    try {
      JsonNode patch = JSON.readTree(answer).path("response").path("patch");
      if (patch.isMissingNode()) {
        return Optional.empty();
      }
      JsonNode after = JsonPatch.apply(JSON.readTree(patch.binaryValue()), pod);
      return Optional.of(
          new PodSample(title, YAML.writeValueAsString(pod), YAML.writeValueAsString(after)));
    } catch (IOException notAnAnswer) {
      throw new UncheckedIOException("the webhook's answer is no AdmissionReview", notAnAnswer);
    }
  }
}
