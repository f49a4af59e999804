package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
    List<String> printed = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    boolean denied = false;
    for (YamlDocument document : documents) {
      JsonNode content = document.content();
      if (!isPod(content)) {
        remarks.add(label(content) + ": not a Pod, printed as it is");
        printed.add(document.text());
        continue;
      }
      InjectionDecision decision = decide(content);
      remarks.addAll(remarks(label(content), decision));
      denied |= decision instanceof InjectionDecision.Denied;
      printed.add(
          decision.patch().isEmpty()
              ? document.text()
              : YamlDocument.print(JsonPatch.apply(decision.patch(), content)));
    }
    return new Result(
        denied ? Optional.empty() : Optional.of(String.join("---\n", printed)), remarks);
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

  private static boolean isPod(JsonNode content) {
    return content.path("apiVersion").asText("").equals("v1")
        && content.path("kind").asText("").equals("Pod");
  }

  private static String label(JsonNode content) {
    JsonNode metadata = content.path("metadata");
    String name = metadata.path("name").asText(metadata.path("generateName").asText("?"));
    return content.path("kind").asText("?") + "/" + name;
  }
}
