package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the annotation {@value InjectionContract#STATUS_ANNOTATION} says. Pods are made by
 * controllers, so this is the one place where a person finds the reason.
 *
 * @param scope what the proxy trusts by our doing; empty if it was left alone
 * @param leftOut names of trust domains and containers that were left out
 */
record Status(Reason reason, Optional<Scope> scope, List<String> leftOut, InjectorVersion version) {

  private static final int MAX_NAMES = 16;

  /** Fits every trust domain. */
  private static final int MAX_NAME_LENGTH = 255;

  /**
   * Says it in the pod; whatever the annotation said before is replaced.
   *
   * @return a warning if the pod's other annotations leave no room: one byte too many, and the API
   *     server refuses the pod
   */
  Optional<Warning> annotate(PodView pod, PodPatch patch) {
    String json = toJson();
    if (!pod.hasRoomForAnnotation(InjectionContract.STATUS_ANNOTATION, json)) {
      return Optional.of(
          new Warning(
              "StatusOmitted: the pod's annotations leave no room for rootbridge.dev/status;"
                  + " shorten them"));
    }
    patch.put(
        "/metadata/annotations", pod.annotations(), InjectionContract.STATUS_ANNOTATION, json);
    return Optional.empty();
  }

  /** One line of JSON, in a stable order. */
  private String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("outcome", reason.outcome().code());
    json.put("reason", reason.code());
    scope.ifPresent(
        decided ->
            putNames(
                json.putArray("scope"),
                decided.trustDomains().stream().map(TrustDomain::name),
                decided.trustDomains().size()));
    if (!leftOut.isEmpty()) {
      putNames(
          json.putArray("leftOut"),
          leftOut.stream().map(name -> Printable.escaped(name, MAX_NAME_LENGTH)),
          leftOut.size());
    }
    json.put("version", version.text());
    return json.toString();
  }

  private static void putNames(ArrayNode array, Stream<String> names, int count) {
    names.limit(MAX_NAMES).forEach(array::add);
    if (count > MAX_NAMES) {
      array.add("and " + (count - MAX_NAMES) + " more");
    }
  }
}
