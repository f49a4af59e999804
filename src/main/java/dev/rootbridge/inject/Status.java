package dev.rootbridge.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the annotation {@value InjectionContract#STATUS_ANNOTATION} says. Pods are made by
 * controllers, so this is the one place where a person finds the reason.
 *
 * @param scope what the proxy trusts by our doing; empty if it was left alone
 * @param leftOut names of trust domains and containers that were left out
 */
record Status(Reason reason, Optional<Scope> scope, List<String> leftOut, InjectorVersion version) {

  /** All annotations of a pod share 256 KiB, so a long list is cut. */
  private static final int MAX_NAMES = 16;

  /** Says it in the pod; whatever the annotation said before is replaced. */
  void annotate(PodView pod, PodPatch patch) {
    patch.put(
        "/metadata/annotations", pod.annotations(), InjectionContract.STATUS_ANNOTATION, toJson());
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
                decided.trustDomains().stream().map(TrustDomain::name).toList(),
                UnaryOperator.identity()));
    if (!leftOut.isEmpty()) {
      putNames(json.putArray("leftOut"), leftOut, Printable::escaped);
    }
    json.put("version", version.text());
    return json.toString();
  }

  private static void putNames(
      ArrayNode array, List<String> names, UnaryOperator<String> spelling) {
    names.stream().limit(MAX_NAMES).map(spelling).forEach(array::add);
    if (names.size() > MAX_NAMES) {
      array.add("and " + (names.size() - MAX_NAMES) + " more");
    }
  }
}
