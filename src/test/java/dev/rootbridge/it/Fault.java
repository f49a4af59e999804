package dev.rootbridge.it;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a {@link FaultProxy} does with a request. */
public sealed interface Fault {

  /** Hand it on, and hand the answer back. */
  Fault NONE = new Delay(Duration.ZERO);

  /** End the connection without an answer. */
  Fault DROP = new Drop();

  /** Never answer, and leave the connection open. */
  Fault HANG = new Hang();

  /** Hand it on late. */
  record Delay(Duration duration) implements Fault {}

  /** See {@link #DROP}. */
  record Drop() implements Fault {}

  /** See {@link #HANG}. */
  record Hang() implements Fault {}

  /** Answer in the API server's place. */
  record Answer(int status, Map<String, String> headers, String body) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  /** Hand it on, and change the body of the answer. Watches are handed on as they are. */
  record Rewrite(UnaryOperator<String> change) implements Fault {}

  /** Hand watches on as if they went on from a version that the server has long forgotten. */
  record Expire() implements Fault {}

  /** As after etcd was compacted: the caller must list anew. */
  static Fault gone() {
    return status(HttpURLConnection.HTTP_GONE, "Expired", Map.of());
  }

  /** As by API priority and fairness. */
  static Fault tooManyRequests(Duration retryAfter) {
    return status(
        429, "TooManyRequests", Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
  }

  /** The same, without a word on when to come back. */
  static Fault tooManyRequests() {
    return status(429, "TooManyRequests", Map.of());
  }

  static Fault internalError() {
    return status(HttpURLConnection.HTTP_INTERNAL_ERROR, "InternalError", Map.of());
  }

  /** As from a server that doesn't have that resource. */
  static Fault notFound() {
    return status(HttpURLConnection.HTTP_NOT_FOUND, "NotFound", Map.of());
  }

  /** A success whose body is no JSON. */
  static Fault garbage() {
    return new Answer(HttpURLConnection.HTTP_OK, Map.of(), "<html>all is well</html>");
  }

  static Fault redirect(String location) {
    return new Answer(HttpURLConnection.HTTP_MOVED_TEMP, Map.of("Location", location), "");
  }

  private static Fault status(int code, String reason, Map<String, String> headers) {
    String body =
        """
        {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
         "message": "a fault", "reason": "%s", "code": %d}
        """
            .formatted(reason, code);
    return new Answer(code, headers, body);
  }
}
