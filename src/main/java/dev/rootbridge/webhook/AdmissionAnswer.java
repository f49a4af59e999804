package dev.rootbridge.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.Warning;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes answers the way the API server reads them ({@code k8s.io/api/admission/v1}). */
final class AdmissionAnswer {

  private static final ObjectWriter JSON = new ObjectMapper().writer();

  private AdmissionAnswer() {}

  /** An answer as it is sent: JSON in UTF-8. */
  static byte[] bytes(ObjectNode answer) {
    return write(answer);
  }

  static ObjectNode allowed(String uid) {
    return review(uid, JsonNodeFactory.instance.arrayNode(0), List.of());
  }

  static ObjectNode of(String uid, InjectionDecision decision) {
    if (decision instanceof InjectionDecision.Denied denied) {
      ObjectNode review = empty();
      ObjectNode response = review.putObject("response").put("uid", uid).put("allowed", false);
      response
          .putObject("status")
          .put("code", 403)
          .put("reason", "Forbidden")
          .put("message", denied.message());
      return review;
    }
    return review(uid, decision.patch(), decision.warnings());
  }

  /** A refusal of the call itself, as a {@code meta/v1.Status}. */
  static ObjectNode refused(Response.Status code, String uid, String problem) {
    ObjectNode status =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "v1")
            .put("kind", "Status")
            .put("status", "Failure")
            .put("code", code.getStatusCode())
            .put("reason", code.getReasonPhrase().replace(" ", ""))
            .put("message", problem);
    if (!uid.isEmpty()) {
      status.putObject("details").put("uid", uid);
    }
    return status;
  }

  private static ObjectNode review(String uid, ArrayNode patch, List<Warning> warnings) {
    ObjectNode review = empty();
    ObjectNode response = review.putObject("response").put("uid", uid).put("allowed", true);
    if (!patch.isEmpty()) {
      response.put("patchType", "JSONPatch").put("patch", write(patch));
    }
    if (!warnings.isEmpty()) {
      ArrayNode texts = response.putArray("warnings");
      warnings.forEach(warning -> texts.add(warning.text()));
    }
    return review;
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", AdmissionReviewReader.API_VERSION)
        .put("kind", AdmissionReviewReader.KIND);
  }

  private static byte[] write(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree can always be written", e);
    }
  }
}
