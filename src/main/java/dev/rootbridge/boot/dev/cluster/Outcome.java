package dev.rootbridge.boot.dev.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What became of a request, with the HTTP status that says so. */
sealed interface Outcome {

  int httpStatus();

  /** The body of the answer, an object or a {@code meta/v1.Status}. */
  ObjectNode body();

  /** The object as it is now. */
  record Done(int httpStatus, ObjectNode body) implements Outcome {}

  /** Nothing changed. */
  record Refused(int httpStatus, String reason, String message) implements Outcome {
    @Override
    public ObjectNode body() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("kind", "Status")
          .put("apiVersion", "v1")
          .put("status", "Failure")
          .put("reason", reason)
          .put("message", message)
          .put("code", httpStatus);
    }
  }

  static Outcome done(ObjectNode object) {
    return new Done(200, object);
  }

  static Outcome created(ObjectNode object) {
    return new Done(201, object);
  }

  static Outcome badRequest(String message) {
    return new Refused(400, "BadRequest", message);
  }

  static Outcome unauthorized() {
    return new Refused(401, "Unauthorized", "this cluster wants its bearer token");
  }

  static Outcome notFound(String what) {
    return new Refused(404, "NotFound", what + " not found");
  }

  static Outcome alreadyExists(ObjectKey key) {
    return new Refused(409, "AlreadyExists", key + " already exists");
  }

  static Outcome conflict(ObjectKey key) {
    return new Refused(409, "Conflict", key + " was changed meanwhile: read it again");
  }

  static Outcome unsupported(String what) {
    return new Refused(415, "UnsupportedMediaType", "the embedded cluster can't do " + what);
  }
}
