package dev.rootbridge.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.webhook.AdmissionRequest.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads an {@code AdmissionReview} ({@code k8s.io/api/admission/v1}). The body is hostile input:
 * anyone in the cluster can call a webhook.
 */
final class AdmissionReviewReader {

  static final String API_VERSION = "admission.k8s.io/v1";
  static final String KIND = "AdmissionReview";

  /** A pod needs some fifteen levels, its managed fields included. */
  private static final int MAX_DEPTH = 64;

  /** Longer than any label or managed field is named. */
  private static final int MAX_NAME_LENGTH = 16 * 1024;

  /** A uid is 36 characters; it comes back in the answer, so it must not carry a payload. */
  private static final int MAX_UID_LENGTH = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Of UTF-16 and UTF-32, errors are none of the parser's own.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .build())
          .build();

  private AdmissionReviewReader() {}

  /** What a body came to. */
  sealed interface Outcome {
    /** A request to be answered. */
    record Review(AdmissionRequest request) implements Outcome {}

    /**
     * No AdmissionReview.
     *
     * @param uid of the request, as far as it could be read; else empty
     */
    record Malformed(String uid, String problem) implements Outcome {}
  }

  static Outcome read(byte[] body) {
    JsonNode review;
    try {
      review = parse(body);
    } catch (SparseTree.RepeatedException e) {
      return new Outcome.Malformed(
          "",
          "the body is no valid JSON, for a name or the whole is there twice"
              + at(e.getLocation()));
    } catch (JsonParseException e) {
      return new Outcome.Malformed("", "the body is no valid JSON" + at(e.getLocation()));
    } catch (JsonProcessingException e) {
      return new Outcome.Malformed("", "the body is refused: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array can always be read", e);
    }
    JsonNode request = review.path("request");
    String uid = request.path("uid").asText();
    if (uid.length() > MAX_UID_LENGTH) {
      return new Outcome.Malformed(
          "", "request.uid has more than " + MAX_UID_LENGTH + " characters");
    }
    if (!isPrintableAscii(uid)) {
      return new Outcome.Malformed("", "request.uid holds more than printable ASCII");
    }
    if (!isOf(review, API_VERSION, KIND)) {
      return new Outcome.Malformed(uid, "the body is no " + KIND + " of " + API_VERSION);
    }
    if (!request.isObject()) {
      return new Outcome.Malformed(uid, "request is missing");
    }
    if (uid.isEmpty() || !request.path("uid").isTextual()) {
      return new Outcome.Malformed("", "request.uid is missing");
    }
    Subject subject = subject(request);
    if (subject == Subject.NEW_POD && !request.path("object").isObject()) {
      return new Outcome.Malformed(uid, "request.object is missing");
    }
    return new Outcome.Review(
        new AdmissionRequest(
            uid, subject, request.path("namespace").asText(), request.path("object")));
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return tree(ManagedFieldsCut.from(body));
    } catch (JsonProcessingException e) {
      // For the place that its message names: it is one in the body as it was sent.
      return tree(body);
    }
  }

  private static JsonNode tree(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      return SparseTree.read(parser, Members.OF_REVIEW);
    }
  }

  private static String at(JsonLocation location) {
    return ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** Of anything else it isn't certain that it survives UTF-8: half a surrogate pair does not. */
  private static boolean isPrintableAscii(String uid) {
    return uid.chars().allMatch(character -> character > ' ' && character < 0x7f);
  }

  private static boolean isOf(JsonNode node, String apiVersion, String kind) {
    return apiVersion.equals(node.path("apiVersion").asText())
        && kind.equals(node.path("kind").asText());
  }

  private static Subject subject(JsonNode request) {
    JsonNode kind = request.path("kind");
    boolean isNewPod =
        "CREATE".equals(request.path("operation").asText())
            && "".equals(kind.path("group").asText())
            && "v1".equals(kind.path("version").asText())
            && "Pod".equals(kind.path("kind").asText())
            && request.path("subResource").asText().isEmpty();
    return isNewPod ? Subject.NEW_POD : Subject.SOMETHING_ELSE;
  }
}
