package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.PeerSource;
import dev.rootbridge.explain.PolicyFacts;
import dev.rootbridge.explain.PolicyFacts.Action;
import dev.rootbridge.explain.PolicyFacts.Requests;
import dev.rootbridge.explain.PolicyFacts.Rule;
import dev.rootbridge.explain.PolicyFacts.Target;
import dev.rootbridge.explain.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads AuthorizationPolicies, and whom ServiceEntries and DestinationRules expect. */
public final class PolicySurvey {

  private static final Set<String> OF_IDENTITY =
      Set.of(
          "principals",
          "notPrincipals",
          "namespaces",
          "notNamespaces",
          "serviceAccounts",
          "notServiceAccounts",
          "trustDomains",
          "notTrustDomains");

  private PolicySurvey() {}

  /** All of the cluster. */
  public static View<List<PolicyFacts>> policies(CallersCluster cluster) {
    return new IstioObjects(cluster)
        .list("security.istio.io", "AuthorizationPolicy", "authorizationpolicies")
        .map(objects -> objects.stream().map(PolicySurvey::policy).toList());
  }

  /** All {@code subjectAltNames} that the cluster's callers are told to expect. */
  public static View<List<String>> expectedIdentities(CallersCluster cluster) {
    IstioObjects istio = new IstioObjects(cluster);
    View<List<JsonNode>> entries =
        istio.list("networking.istio.io", "ServiceEntry", "serviceentries");
    if (entries instanceof View.Unseen<List<JsonNode>> unseen) {
      return new View.Unseen<>(unseen.why());
    }
    return istio
        .list("networking.istio.io", "DestinationRule", "destinationrules")
        .map(
            rules -> {
              List<String> names = new ArrayList<>();
              entries
                  .seen()
                  .orElseThrow()
                  .forEach(entry -> names.addAll(strings(entry.path("spec"), "subjectAltNames")));
              rules.forEach(
                  rule ->
                      rule.findValues("subjectAltNames")
                          .forEach(list -> names.addAll(strings(list))));
              return List.copyOf(names);
            });
  }

  static PolicyFacts policy(JsonNode object) {
    JsonNode spec = object.path("spec");
    Map<String, String> selector = new HashMap<>();
    spec.path("selector")
        .path("matchLabels")
        .properties()
        .forEach(label -> selector.put(label.getKey(), label.getValue().asText()));
    return new PolicyFacts(
        object.path("metadata").path("namespace").asText(),
        object.path("metadata").path("name").asText(),
        switch (spec.path("action").asText("ALLOW")) {
          case "ALLOW" -> Action.ALLOW;
          case "DENY" -> Action.DENY;
          default -> Action.OTHER;
        },
        selector,
        spec.has("targetRefs") || spec.has("targetRef") ? Target.REFERENCES : Target.WORKLOADS,
        StreamSupport.stream(spec.path("rules").spliterator(), false)
            .map(PolicySurvey::rule)
            .toList());
  }

  private static Rule rule(JsonNode rule) {
    return new Rule(
        StreamSupport.stream(rule.path("from").spliterator(), false)
            .map(from -> source(from.path("source")))
            .toList(),
        conditions(rule).flatMap(condition -> ofPeer(condition).stream()).toList(),
        rule.path("to").isEmpty()
                && conditions(rule).allMatch(condition -> ofPeer(condition).isPresent())
            ? Requests.ALL
            : Requests.SOME);
  }

  private static Stream<JsonNode> conditions(JsonNode rule) {
    return StreamSupport.stream(rule.path("when").spliterator(), false);
  }

  /** A condition that says by a key what a source says by a field; of others, nothing. */
  private static Optional<PeerSource> ofPeer(JsonNode condition) {
    List<String> values = strings(condition, "values");
    List<String> not = strings(condition, "notValues");
    List<String> none = List.of();
    PeerSource.Others others = PeerSource.Others.NONE;
    return switch (condition.path("key").asText()) {
      case "source.principal" ->
          Optional.of(new PeerSource(values, not, none, none, none, none, none, none, others));
      case "source.namespace" ->
          Optional.of(new PeerSource(none, none, values, not, none, none, none, none, others));
      case "source.serviceAccount" ->
          Optional.of(new PeerSource(none, none, none, none, values, not, none, none, others));
      default -> Optional.empty();
    };
  }

  private static PeerSource source(JsonNode source) {
    return new PeerSource(
        strings(source, "principals"),
        strings(source, "notPrincipals"),
        strings(source, "namespaces"),
        strings(source, "notNamespaces"),
        strings(source, "serviceAccounts"),
        strings(source, "notServiceAccounts"),
        strings(source, "trustDomains"),
        strings(source, "notTrustDomains"),
        source.properties().stream().allMatch(field -> OF_IDENTITY.contains(field.getKey()))
            ? PeerSource.Others.NONE
            : PeerSource.Others.SOME);
  }

  private static List<String> strings(JsonNode object, String field) {
    return strings(object.path(field));
  }

  private static List<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
