package dev.rootbridge.boot.dev.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The Kubernetes API over HTTP, as far as {@link ObjectStore} goes. */
final class ApiServer implements Handler<HttpServerRequest> {

  /** Reads JSON too, and apply patches are YAML by their media type. */
  private static final ObjectMapper YAML = new YAMLMapper();

  private final ObjectStore store;
  private final String authorization;

  ApiServer(ObjectStore store, String bearerToken) {
    this.store = store;
    this.authorization = "Bearer " + bearerToken;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<ResourcePath> path = ResourcePath.parse(request.path());
    if (!authorization.equals(request.getHeader("Authorization"))) {
      answer(request, Outcome.unauthorized());
    } else if (path.isEmpty()) {
      answer(request, Outcome.notFound(request.path()));
    } else if (request.method().equals(HttpMethod.GET)) {
      read(request, path.get());
    } else {
      request
          .body()
          .onSuccess(body -> answer(request, write(request, path.get(), body)))
          .onFailure(cut -> request.connection().close());
    }
  }

  private void read(HttpServerRequest request, ResourcePath path) {
    Selection selection;
    try {
      selection =
          Selection.parse(parameter(request, "labelSelector"), parameter(request, "fieldSelector"));
    } catch (IllegalArgumentException notSelector) {
      answer(request, Outcome.badRequest(notSelector.getMessage()));
      return;
    }
    if (parameter(request, "watch").filter(value -> !value.equals("false")).isPresent()) {
      WatchStream.open(request, watcher -> store.watch(path, selection, since(request), watcher));
    } else {
      answer(
          request,
          path.name()
              .map(name -> store.get(path.key(name)))
              .orElseGet(() -> Outcome.done(store.list(path, selection))));
    }
  }

  /** Version 0 means any, which is the same as none to a store that has only the newest. */
  private static Optional<Long> since(HttpServerRequest request) {
    return parameter(request, "resourceVersion")
        .filter(version -> version.matches("[1-9][0-9]{0,17}"))
        .map(Long::valueOf);
  }

  private Outcome write(HttpServerRequest request, ResourcePath path, Buffer body) {
    if (request.method().equals(HttpMethod.DELETE)) {
      return path.name()
          .map(name -> store.delete(path.key(name)))
          .orElseGet(() -> Outcome.unsupported("deletion of whole collections"));
    }
    JsonNode sent;
    try {
      sent = YAML.readTree(body.toString());
    } catch (JsonProcessingException notYaml) {
      return Outcome.badRequest("the body is neither JSON nor YAML");
    }
    if (request.method().equals(HttpMethod.PATCH)) {
      return patch(request, path, sent);
    }
    if (!(sent instanceof ObjectNode object)) {
      return Outcome.badRequest("the body is no object");
    }
    String name = path.name().orElse(object.path("metadata").path("name").asText());
    if (request.method().equals(HttpMethod.POST) && !name.isEmpty()) {
      return store.create(path.key(name), object);
    }
    return request.method().equals(HttpMethod.PUT) && path.name().isPresent()
        ? store.update(path.key(name), path.part(), present -> object)
        : Outcome.unsupported(request.method() + " without a name");
  }

  private Outcome patch(HttpServerRequest request, ResourcePath path, JsonNode sent) {
    String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("none");
    ObjectKey key = path.key(path.name().orElse(""));
    if (type.startsWith("application/json-patch+json")) {
      return store.update(key, path.part(), now -> (ObjectNode) JsonPatch.apply(sent, now));
    }
    if (!(sent instanceof ObjectNode object)) {
      return Outcome.badRequest("the body is no object");
    }
    if (type.startsWith("application/merge-patch+json")) {
      return store.update(key, path.part(), now -> Merge.mergePatch(now, object));
    }
    return type.startsWith("application/apply-patch+yaml")
        ? store.apply(key, path.part(), object, parameter(request, "fieldManager").orElse(""))
        : Outcome.unsupported("patches of type " + type);
  }

  private static Optional<String> parameter(HttpServerRequest request, String name) {
    return Optional.ofNullable(request.getParam(name));
  }

  private static void answer(HttpServerRequest request, Outcome outcome) {
    request
        .response()
        .setStatusCode(outcome.httpStatus())
        .putHeader("Content-Type", "application/json")
        .end(outcome.body().toString());
  }
}
