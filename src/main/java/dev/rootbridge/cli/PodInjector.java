package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Puts the Pods among some documents through the injection decision, as if their namespace were
 * opted in and Rootbridge running: the bundle of the whole namespace is there, those of narrower
 * scopes are about to be written.
 */
final class PodInjector {

  private final Injection injection;
  private final SortedSet<TrustDomain> mayTrust;
  private final String defaultNamespace;
  private final Strictness strictness;

  PodInjector(SortedSet<TrustDomain> mayTrust, String defaultNamespace, Strictness strictness) {
    this.injection = new Injection(new InjectorVersion(BuildVersion.text()));
    this.mayTrust = mayTrust;
    this.defaultNamespace = defaultNamespace;
    this.strictness = strictness;
  }

  /**
   * The outcome for all documents.
   *
   * @param output the documents, patched; empty if one of them would be denied
   * @param remarks one line each, for a person
   */
  record Result(Optional<String> output, List<String> remarks) {}

  Result inject(List<YamlDocument> documents) throws JsonProcessingException {
    Pass pass = new Pass();
    List<String> printed = new ArrayList<>();
    for (YamlDocument document : documents) {
      JsonNode patched = pass.over(document.content());
      printed.add(
          patched.equals(document.content()) ? document.text() : YamlDocument.print(patched));
    }
    return new Result(
        pass.denied ? Optional.empty() : Optional.of(String.join("---\n", printed)), pass.remarks);
  }

  /** Over all documents of one input, with what there is to say of them. */
  private final class Pass {

    private final List<String> remarks = new ArrayList<>();
    private boolean denied;

    /** The object as the API server would have it, whether it is a Pod or a List with some. */
    JsonNode over(JsonNode object) {
      if (isA("List", object) && object.path("items").isArray()) {
        ObjectNode list = object.deepCopy();
        ArrayNode items = list.putArray("items");
        object.path("items").forEach(item -> items.add(over(item)));
        return list;
      }
      if (!isA("Pod", object)) {
        remarks.add(label(object) + ": not a Pod, printed as it is");
        return object;
      }
      InjectionDecision decision = decide(object);
      remarks.addAll(remarks(label(object), decision));
      denied |= decision instanceof InjectionDecision.Denied;
      return decision.patch().isEmpty() ? object : JsonPatch.apply(decision.patch(), object);
    }
  }

  private InjectionDecision decide(JsonNode pod) {
    String namespace = pod.path("metadata").path("namespace").asText(defaultNamespace);
    Bundles bundles =
        new Bundles(
            Map.of(InjectionContract.CONFIG_MAP, Bundles.Readiness.PUBLISHED),
            Bundles.Readiness.EXPECTED);
    NamespaceTrust trust = new NamespaceTrust(namespace, mayTrust, mayTrust, bundles, strictness);
    return injection.decide(
        new InjectionRequest(pod, namespace), new NamespaceLookup.OptedIn(trust));
  }

  private static List<String> remarks(String label, InjectionDecision decision) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        label + ": " + decision.reason().outcome().code() + ": " + decision.reason().text());
    decision.warnings().forEach(warning -> remarks.add(label + ": warning: " + warning.text()));
    if (decision instanceof InjectionDecision.Denied refused) {
      remarks.add(label + ": denied: " + refused.message());
    }
    return remarks;
  }

  private static boolean isA(String kind, JsonNode content) {
    return content.path("apiVersion").asText("").equals("v1")
        && content.path("kind").asText("").equals(kind);
  }

  private static String label(JsonNode content) {
    JsonNode metadata = content.path("metadata");
    String name = metadata.path("name").asText(metadata.path("generateName").asText("?"));
    return content.path("kind").asText("?") + "/" + name;
  }
}
