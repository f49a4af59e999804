package dev.rootbridge.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.NamespaceTrust;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A pod with Istio's sidecar, of a Deployment; each change makes another one. */
record TestPod(JsonNode object) {

  static final Injection INJECTION = new Injection(new InjectorVersion("0.0.0-test"));

  static TestPod sidecar() {
    return of(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, labels: {app: web}, annotations: {}}
        spec:
          serviceAccountName: web
          containers:
          - name: istio-proxy
            image: proxyv2:1.31.0
            volumeMounts: [{name: istiod-ca-cert, mountPath: /var/run/secrets/istio}]
          volumes: [{name: istiod-ca-cert, configMap: {name: istio-ca-root-cert}}]
        """);
  }

  static TestPod of(String yaml) {
    try {
      return new TestPod(new YAMLMapper().readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  TestPod annotated(String key, String value) {
    JsonNode copy = object.deepCopy();
    ((ObjectNode) copy.path("metadata").path("annotations")).put(key, value);
    return new TestPod(copy);
  }

  TestPod labelled(String key, String value) {
    JsonNode copy = object.deepCopy();
    ((ObjectNode) copy.path("metadata").path("labels")).put(key, value);
    return new TestPod(copy);
  }

  /** As the webhook leaves it, in a namespace that may trust these. */
  TestPod patched(String... mayTrust) {
    TreeSet<TrustDomain> domains = new TreeSet<>();
    Set.of(mayTrust).forEach(name -> domains.add(new TrustDomain(name)));
    NamespaceTrust trust =
        new NamespaceTrust(
            "shop",
            domains,
            domains,
            new Bundles(Map.of(), Bundles.Readiness.EXPECTED),
            Strictness.LENIENT);
    return new TestPod(
        JsonPatch.apply(
            INJECTION
                .decide(new InjectionRequest(object, "shop"), new NamespaceLookup.OptedIn(trust))
                .patch(),
            object));
  }

  /** With what the facts of its namespace say of it. */
  RunningPod running(String release) {
    World.Pod proxy =
        TestNamespace.optedIn("shop")
            .pod("web", PodTrust.of(object), release)
            .facts()
            .pods()
            .get(0);
    return new RunningPod("web-1", object, java.util.Optional.of(proxy));
  }
}
