package dev.rootbridge.explain.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.Trial;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.Reason;
import java.util.Arrays;
import java.util.List;

/** Whether API servers call the webhook, by a pod that was tried out. */
final class WebhookCallCheck implements Check {

  private static final String ABOUT = "webhook call";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As API servers write it ({@code apiserver/pkg/admission/plugin/webhook/errors}). */
  private static final String DENIED =
      "admission webhook \"" + WebhookFacts.OURS + "\" denied the request";

  private static final String MEND =
      "see that API servers reach Rootbridge's Service (network policies, the ports of its"
          + " EndpointSlice) and take its certificate: kubectl get endpointslices -A -l"
          + " kubernetes.io/service-name=rootbridge";

  @Override
  public List<Observation> observe(ClusterFacts facts) {
    return facts.webhooks().seen().isPresent() && WebhookCheck.ours(facts).isEmpty()
        ? List.of()
        : Check.one(ABOUT, outcome(facts.trial()));
  }

  private static Outcome outcome(Trial trial) {
    if (trial instanceof Trial.Admitted admitted) {
      return admitted
          .status()
          .map(status -> called(admitted.namespace(), status))
          .orElseGet(
              () ->
                  new Failed(
                      "it isn't called: a pod tried out in namespace "
                          + admitted.namespace()
                          + " came back without the annotation "
                          + InjectionContract.STATUS_ANNOTATION,
                      MEND));
    }
    if (trial instanceof Trial.Refused refused) {
      return refused(refused);
    }
    return trial instanceof Trial.NotAllowed denied
        ? new Unknown(
            "whether it is called isn't known: that takes the right to create pods in namespace "
                + denied.namespace()
                + ", by which one is tried out and none is stored",
            "have an admin run it, or bind you to a role of: kubectl create role pod-trial -n "
                + denied.namespace()
                + " --verb create --resource pods")
        : new Unknown(
            "whether it is called isn't known: no namespace that it is registered for has opted in",
            "kubectl label namespace NAME " + InjectionContract.INJECTION_LABEL + "=enabled");
  }

  private static Outcome called(String namespace, String status) {
    JsonNode json;
    try {
      json = JSON.readTree(status);
    } catch (JsonProcessingException e) {
      return new Warning(
          "somebody else writes the annotation "
              + InjectionContract.STATUS_ANNOTATION
              + ": "
              + status,
          "see which webhook does: kubectl get mutatingwebhookconfigurations");
    }
    String code = json.path("reason").asText();
    String tried = "it is called: a pod tried out in namespace " + namespace + " was ";
    Reason.Outcome outcome =
        Arrays.stream(Reason.Outcome.values())
            .filter(known -> known.code().equals(json.path("outcome").asText()))
            .findFirst()
            .orElse(Reason.Outcome.UNTOUCHED);
    // Which namespaces no domain selects is told by another check.
    return outcome == Reason.Outcome.INJECTED || code.equals(Reason.NAMESPACE_NOT_SELECTED.code())
        ? new Ok(tried + code)
        : new Warning(
            tried + "left alone, " + code + meaning(code),
            "rootbridge status, and Rootbridge's log");
  }

  private static String meaning(String code) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.code().equals(code))
        .findFirst()
        .map(reason -> ": " + reason.text())
        .orElse("");
  }

  private static Outcome refused(Trial.Refused refused) {
    String where = " in namespace " + refused.namespace() + " was refused: " + refused.words();
    if (refused.words().contains(DENIED)) {
      return new Warning(
          "it is called, and denies: a pod tried out" + where,
          "see Rootbridge's log, which has the reason");
    }
    return refused.words().contains('"' + WebhookFacts.OURS + '"')
        ? new Failed("calling it fails, and with it every pod: one tried out" + where, MEND)
        : new Unknown(
            "whether it is called isn't known: a pod tried out" + where,
            "mend what refuses it, if pods of yours are refused too");
  }
}
