package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no golden folder shows: shapes that no YAML file of a Pod has, and very large ones. */
class InjectionTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Injection INJECTION = new Injection(new InjectorVersion("0.1.0"));
  private static final NamespaceLookup OPTED_IN = optedIn();

  private static final String POD =
      """
      {"metadata": {"annotations": {"x": "y"}},
       "spec": {
         "containers": [{
           "name": "istio-proxy",
           "volumeMounts": [{"name": "root", "mountPath": "/var/run/secrets/istio"}]}],
         "volumes": [{"name": "root", "configMap": {"name": "istio-ca-root-cert"}}]}}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"pod\"",
        "{}",
        "{\"metadata\": {}}",
        "{\"spec\": {}}",
        "{\"metadata\": [], \"spec\": {}}",
        "{\"metadata\": {\"labels\": \"app\"}, \"spec\": {}}",
        "{\"metadata\": {\"annotations\": 1}, \"spec\": {}}",
        "{\"metadata\": {}, \"spec\": {\"containers\": {}}}",
        "{\"metadata\": {}, \"spec\": {\"containers\": [null]}}",
        "{\"metadata\": {}, \"spec\": {\"initContainers\": [\"istio-proxy\"]}}",
        "{\"metadata\": {}, \"spec\": {\"volumes\": true}}",
        "{\"metadata\": {}, \"spec\": {\"containers\":"
            + " [{\"name\": \"istio-proxy\", \"env\": \"A=b\"}]}}",
        "{\"metadata\": {}, \"spec\": {\"containers\":"
            + " [{\"name\": \"istio-proxy\", \"volumeMounts\": [[]]}]}}"
      })
  void whatIsNoPodIsLeftAsItIs(String json) throws JsonProcessingException {
    InjectionDecision decision = decide(JSON.readTree(json), OPTED_IN);

    assertThat(decision)
        .isEqualTo(
            new InjectionDecision.Untouched(
                Reason.MALFORMED_POD,
                List.of(
                    new Warning(
                        "MalformedPod: metadata, spec, or a list in it isn't shaped as in a v1"
                            + " Pod; left as it is"))));
  }

  @Test
  void aPodFullOfAnnotationsIsInjectedWithoutStatus() throws JsonProcessingException {
    InjectionDecision decision = decide(podFullOfAnnotations(), OPTED_IN);

    assertThat(decision.reason()).isEqualTo(Reason.INJECTED);
    assertThat(decision.patch()).isNotEmpty();
    assertThat(decision.patch().toString()).doesNotContain("rootbridge.dev~1status");
    assertThat(decision.warnings())
        .singleElement()
        .extracting(Warning::text)
        .asString()
        .startsWith("StatusOmitted: ");
  }

  @Test
  void aPodFullOfAnnotationsInAnUnseenNamespaceIsToldBothReasons() throws JsonProcessingException {
    InjectionDecision decision = decide(podFullOfAnnotations(), new NamespaceLookup.NotYetSeen());

    assertThat(decision.patch()).isEmpty();
    assertThat(decision.warnings())
        .extracting(warning -> warning.text().split(":", 2)[0])
        .containsExactly("NamespaceNotYetSeen", "StatusOmitted");
  }

  @Test
  void aPodFullOfAnnotationsThatIsLeftAloneIsToldBothReasons() throws JsonProcessingException {
    ObjectNode pod = podFullOfAnnotations();
    ((ObjectNode) pod.path("metadata"))
        .putObject("labels")
        .put("gateway.istio.io/managed", "istio.io-mesh-controller");

    assertThat(decide(pod, OPTED_IN).warnings())
        .extracting(warning -> warning.text().split(":", 2)[0])
        .containsExactly("Waypoint", "StatusOmitted");
  }

  /** A tenant's annotation may hold 256 KiB; none of it is parsed name by name. */
  @Test
  void aThousandNamesAreAnsweredBriefly() throws JsonProcessingException {
    InjectionDecision decision = decide(podNaming(1_000), OPTED_IN);

    assertThat(decision.reason()).isEqualTo(Reason.INJECTED_IN_PART);
    assertThat(decision.warnings())
        .hasSize(9)
        .last()
        .isEqualTo(new Warning("992 more names of annotations were left out"));
    assertThat(decision.patch().toString()).hasSizeLessThan(2_000);
  }

  @Test
  void anAnnotationThatIsTooLongSelectsNothing() throws JsonProcessingException {
    InjectionDecision decision = decide(podNaming(40_000), OPTED_IN);

    assertThat(decision.reason()).isEqualTo(Reason.SCOPE_IS_EMPTY);
    assertThat(decision.warnings())
        .extracting(Warning::text)
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains("cluster-b.example,0!")
                    .contains("the annotation is longer than 8192 characters"));
    assertThat(decision.patch().toString()).hasSizeLessThan(2_000);
  }

  private static ObjectNode podNaming(int names) throws JsonProcessingException {
    ObjectNode pod = (ObjectNode) JSON.readTree(POD);
    StringBuilder annotation = new StringBuilder("cluster-b.example");
    for (int i = 0; i < names; i++) {
      annotation.append(',').append(Integer.toString(i, Character.MAX_RADIX)).append('!');
    }
    ((ObjectNode) pod.path("metadata").path("annotations"))
        .put(InjectionContract.TRUST_DOMAINS_ANNOTATION, annotation.toString());
    return pod;
  }

  private static InjectionDecision decide(JsonNode pod, NamespaceLookup namespace) {
    return INJECTION.decide(new InjectionRequest(pod, "shop"), namespace);
  }

  private static ObjectNode podFullOfAnnotations() throws JsonProcessingException {
    ObjectNode pod = (ObjectNode) JSON.readTree(POD);
    ((ObjectNode) pod.path("metadata").path("annotations")).put("x", "y".repeat(256 * 1024 - 1));
    return pod;
  }

  private static NamespaceLookup optedIn() {
    TrustDomain federated = TrustDomain.parse("cluster-b.example");
    Bundles bundles =
        new Bundles(
            Map.of(InjectionContract.CONFIG_MAP, Bundles.Readiness.PUBLISHED),
            Bundles.Readiness.NOT_READY);
    return new NamespaceLookup.OptedIn(
        new NamespaceTrust(
            "shop",
            new TreeSet<>(Set.of(federated)),
            Set.of(federated),
            bundles,
            Strictness.LENIENT));
  }
}
