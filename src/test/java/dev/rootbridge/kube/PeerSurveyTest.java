package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.PeerFacts;
import dev.rootbridge.explain.PeerFacts.Entry;
import dev.rootbridge.explain.PeerFacts.Gateway;
import dev.rootbridge.explain.PeerFacts.Location;
import dev.rootbridge.explain.PeerFacts.Mode;
import dev.rootbridge.explain.PeerFacts.Policy;
import dev.rootbridge.explain.PeerFacts.Rule;
import dev.rootbridge.explain.PeerFacts.Tls;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerSurveyTest {

  private static final Tls NAMELESS = new Tls(Mode.ISTIO_MUTUAL, List.of());

  @Test
  void whatIstiosResourcesSayIsRead() {
    PeerFacts read =
        PeerSurvey.facts(
            List.of(
                object(
                    """
                    metadata: {namespace: istio-system, name: east-west}
                    spec:
                      servers:
                      - {port: {number: 80}}
                      - {port: {number: 443}, tls: {mode: SIMPLE}}
                      - {port: {number: 15443}, tls: {mode: ISTIO_MUTUAL}}
                    """)),
            List.of(
                object(
                    """
                    metadata: {namespace: shop, name: b}
                    spec:
                      hosts: [web.b.example]
                      location: MESH_INTERNAL
                      ports: [{number: 80, name: http}]
                      subjectAltNames: [spiffe://b.example/ns/n/sa/s]
                    """),
                object(
                    """
                    metadata: {namespace: shop, name: c}
                    spec: {hosts: [c.example], ports: [{number: 443}]}
                    """)),
            List.of(
                object(
                    """
                    spec:
                      host: web.b.example
                      trafficPolicy:
                        tls: {mode: ISTIO_MUTUAL}
                        portLevelSettings:
                        - {port: {number: 80}, tls: {mode: MUTUAL, subjectAltNames: [b.example]}}
                        - {port: {number: 81}, loadBalancer: {simple: RANDOM}}
                      subsets:
                      - {name: v1}
                    """)));
    assertThat(read)
        .isEqualTo(
            new PeerFacts(
                List.of(
                    new Gateway(
                        "istio-system/east-west",
                        List.of(new Tls(Mode.OTHER, List.of()), NAMELESS))),
                List.of(
                    new Entry(
                        "shop/b",
                        List.of("web.b.example"),
                        Location.MESH_INTERNAL,
                        Set.of(80),
                        List.of("spiffe://b.example/ns/n/sa/s")),
                    new Entry(
                        "shop/c",
                        List.of("c.example"),
                        Location.MESH_EXTERNAL,
                        Set.of(443),
                        List.of())),
                List.of(
                    new Rule(
                        "web.b.example",
                        new Policy(
                            Optional.of(NAMELESS),
                            Map.of(
                                80,
                                Optional.of(new Tls(Mode.OTHER, List.of("b.example"))),
                                81,
                                Optional.empty())),
                        List.of(new Policy(Optional.empty(), Map.of()))))));
  }

  private static JsonNode object(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }
}
