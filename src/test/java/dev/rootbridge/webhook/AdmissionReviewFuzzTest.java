package dev.rootbridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.webhook.AdmissionRequest.Subject;
import dev.rootbridge.webhook.AdmissionReviewReader.Outcome;
import io.fabric8.zjsonpatch.JsonPatch;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whatever bytes come, they get an answer, and one that the API server can read. In a usual build
 * the kept inputs are tried again; the profile {@code fuzz} looks for new ones, which land beside
 * them.
 */
class AdmissionReviewFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Injection INJECTION = new Injection(new InjectorVersion("0.0.0-fuzz"));
  private static final NamespaceLookup NAMESPACE = optedIn();

  /** A refusal repeats nothing of what was sent but a uid and a name. */
  private static final int LONGEST_PROBLEM = 500;

  @FuzzTest(maxDuration = "")
  void everyBodyGetsAnAnswerThatCanBeRead(byte[] body) throws IOException {
    Outcome outcome = AdmissionReviewReader.read(body);
    if (outcome instanceof Outcome.Malformed malformed) {
      checkRefusal(malformed);
    } else {
      checkAnswer(((Outcome.Review) outcome).request());
    }
  }

  private static void checkRefusal(Outcome.Malformed malformed) throws IOException {
    JsonNode status =
        sent(
            AdmissionAnswer.refused(
                Response.Status.BAD_REQUEST, malformed.uid(), malformed.problem()));
    assertThat(status.path("message").textValue())
        .isEqualTo(malformed.problem())
        .isNotBlank()
        .hasSizeLessThan(LONGEST_PROBLEM);
    assertThat(status.at("/details/uid").asText()).isEqualTo(malformed.uid());
  }

  private static void checkAnswer(AdmissionRequest request) throws IOException {
    if (request.subject() == Subject.SOMETHING_ELSE) {
      assertThat(response(AdmissionAnswer.allowed(request.uid()), request).has("patch")).isFalse();
      return;
    }
    JsonNode pod = request.object().deepCopy();
    InjectionDecision decision = decide(pod);
    assertThat(request.object()).isEqualTo(pod);

    JsonNode response = response(AdmissionAnswer.of(request.uid(), decision), request);
    JsonNode patch = JSON.createArrayNode();
    if (response.has("patch")) {
      patch = JSON.readTree(response.path("patch").binaryValue());
    }

    assertThat(patch).isEqualTo(decision.patch());
    JsonNode patched = JsonPatch.apply(patch, pod);
    assertThat(decide(patched).patch()).isEmpty();
  }

  private static InjectionDecision decide(JsonNode pod) {
    return INJECTION.decide(new InjectionRequest(pod, "shop"), NAMESPACE);
  }

  private static JsonNode response(ObjectNode answer, AdmissionRequest request) throws IOException {
    JsonNode response = sent(answer).path("response");
    assertThat(response.path("uid").textValue()).isEqualTo(request.uid());
    assertThat(response.path("allowed").isBoolean()).isTrue();
    return response;
  }

  /** As it arrives. */
  private static JsonNode sent(ObjectNode answer) throws IOException {
    return JSON.readTree(AdmissionAnswer.bytes(answer));
  }

  private static NamespaceLookup optedIn() {
    TrustDomain federated = TrustDomain.parse("cluster-b.example");
    return new NamespaceLookup.OptedIn(
        new NamespaceTrust(
            "shop",
            new TreeSet<>(Set.of(federated)),
            Set.of(federated),
            new Bundles(
                Map.of(InjectionContract.CONFIG_MAP, Bundles.Readiness.PUBLISHED),
                Bundles.Readiness.EXPECTED),
            Strictness.LENIENT));
  }
}
