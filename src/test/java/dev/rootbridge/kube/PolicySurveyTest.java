package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.explain.PeerSource;
import dev.rootbridge.explain.PolicyFacts.Requests;
import dev.rootbridge.explain.PolicyFacts.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By Istio's reference of conditions of AuthorizationPolicies. */
class PolicySurveyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void conditionsOnThePeerAreReadAsItsFieldsAre() throws Exception {
    Rule rule =
        rule(
            """
            {"from": [{"source": {"namespaces": ["lab"]}}],
             "when": [
               {"key": "source.namespace", "values": ["shop"], "notValues": ["pay"]},
               {"key": "source.principal", "values": ["p"], "notValues": ["q"]},
               {"key": "source.serviceAccount", "values": ["s"], "notValues": ["t"]}]}
            """);

    assertThat(rule.requests()).isEqualTo(Requests.ALL);
    assertThat(rule.from()).extracting(PeerSource::namespaces).containsExactly(List.of("lab"));
    assertThat(rule.when())
        .containsExactly(
            peer(List.of(), List.of(), List.of("shop"), List.of("pay"), List.of(), List.of()),
            peer(List.of("p"), List.of("q"), List.of(), List.of(), List.of(), List.of()),
            peer(List.of(), List.of(), List.of(), List.of(), List.of("s"), List.of("t")));
  }

  @Test
  void otherConditionsLeaveSomeRequestsOnly() throws Exception {
    Rule rule =
        rule(
            """
            {"when": [
               {"key": "source.namespace", "values": ["shop"]},
               {"key": "request.headers[x]", "values": ["y"]}]}
            """);

    assertThat(rule.requests()).isEqualTo(Requests.SOME);
    assertThat(rule.when()).hasSize(1);
    assertThat(rule("{\"to\": [{}]}").requests()).isEqualTo(Requests.SOME);
    assertThat(rule("{}").requests()).isEqualTo(Requests.ALL);
  }

  private static Rule rule(String text) throws Exception {
    return PolicySurvey.policy(JSON.readTree("{\"spec\": {\"rules\": [" + text + "]}}"))
        .rules()
        .get(0);
  }

  private static PeerSource peer(
      List<String> principals,
      List<String> notPrincipals,
      List<String> namespaces,
      List<String> notNamespaces,
      List<String> accounts,
      List<String> notAccounts) {
    return new PeerSource(
        principals,
        notPrincipals,
        namespaces,
        notNamespaces,
        accounts,
        notAccounts,
        List.of(),
        List.of(),
        PeerSource.Others.NONE);
  }
}
