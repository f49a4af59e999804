package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.PeerFacts;
import dev.rootbridge.explain.PeerFacts.Entry;
import dev.rootbridge.explain.PeerFacts.Gateway;
import dev.rootbridge.explain.PeerFacts.Location;
import dev.rootbridge.explain.PeerFacts.Mode;
import dev.rootbridge.explain.PeerFacts.Policy;
import dev.rootbridge.explain.PeerFacts.Rule;
import dev.rootbridge.explain.PeerFacts.Tls;
import dev.rootbridge.explain.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads whom Gateways, ServiceEntries and DestinationRules take a peer for. */
final class PeerSurvey {

  private static final String GROUP = "networking.istio.io";

  private PeerSurvey() {}

  /** All of the cluster; what one kind says isn't known without the others. */
  static View<PeerFacts> of(CallersCluster cluster) {
    IstioObjects istio = new IstioObjects(cluster);
    View<List<JsonNode>> gateways = istio.list(GROUP, "Gateway", "gateways");
    View<List<JsonNode>> entries = istio.list(GROUP, "ServiceEntry", "serviceentries");
    View<List<JsonNode>> rules = istio.list(GROUP, "DestinationRule", "destinationrules");
    return Stream.of(gateways, entries, rules)
        .flatMap(view -> view.unseen().stream())
        .findFirst()
        .<View<PeerFacts>>map(View.Unseen::new)
        .orElseGet(
            () ->
                View.of(
                    facts(
                        gateways.seen().orElseThrow(),
                        entries.seen().orElseThrow(),
                        rules.seen().orElseThrow())));
  }

  static PeerFacts facts(List<JsonNode> gateways, List<JsonNode> entries, List<JsonNode> rules) {
    return new PeerFacts(
        gateways.stream().map(PeerSurvey::gateway).toList(),
        entries.stream().map(PeerSurvey::entry).toList(),
        rules.stream().map(PeerSurvey::rule).toList());
  }

  private static Gateway gateway(JsonNode object) {
    return new Gateway(
        named(object),
        each(object.path("spec").path("servers"))
            .flatMap(server -> tls(server.path("tls")).stream())
            .toList());
  }

  private static Entry entry(JsonNode object) {
    JsonNode spec = object.path("spec");
    return new Entry(
        named(object),
        strings(spec.path("hosts")),
        spec.path("location").asText("").equals("MESH_INTERNAL")
            ? Location.MESH_INTERNAL
            : Location.MESH_EXTERNAL,
        each(spec.path("ports"))
            .map(port -> port.path("number").asInt())
            .collect(Collectors.toSet()),
        strings(spec.path("subjectAltNames")));
  }

  private static Rule rule(JsonNode object) {
    JsonNode spec = object.path("spec");
    return new Rule(
        spec.path("host").asText(""),
        policy(spec.path("trafficPolicy")),
        each(spec.path("subsets")).map(subset -> policy(subset.path("trafficPolicy"))).toList());
  }

  private static Policy policy(JsonNode policy) {
    Map<Integer, Optional<Tls>> ports = new HashMap<>();
    each(policy.path("portLevelSettings"))
        .forEach(
            settings ->
                ports.put(settings.path("port").path("number").asInt(), tls(settings.path("tls"))));
    return new Policy(tls(policy.path("tls")), ports);
  }

  private static Optional<Tls> tls(JsonNode tls) {
    return tls.isObject()
        ? Optional.of(
            new Tls(
                tls.path("mode").asText("").equals("ISTIO_MUTUAL") ? Mode.ISTIO_MUTUAL : Mode.OTHER,
                strings(tls.path("subjectAltNames"))))
        : Optional.empty();
  }

  private static String named(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
  }

  private static List<String> strings(JsonNode list) {
    return each(list).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
