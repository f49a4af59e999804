package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.it.RemoteApiServer;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rootbridge explain --to --context2} between two real API servers, each with a sync loop, a
 * root and a trust domain of its own: a call that nothing is in the way of, and one that fails at
 * each of its layers.
 */
@OnRealClusters
class CrossClusterExplainIT {

  private static final TestCertificate FAR = TestCertificate.root("O=Far");
  private static final String CALLED = "spiffe://far.example/ns/called/sa/checkout";

  @TempDir private static Path folder;

  private static KubernetesClient near;
  private static KubernetesClient far;
  private static LiveLoop nearLoop;
  private static LiveLoop farLoop;
  private static LiveNamespace shop;
  private static LiveNamespace till;
  private static Path kubeconfig;

  @BeforeAll
  static void start(Clusters clusters, RemoteApiServer remote) {
    near = clusters.b().admin();
    far = remote.server().admin();
    LiveLoop.prepare(near);
    LiveLoop.tellSettings(near, "");
    LiveLoop.prepare(far);
    LiveLoop.root(far, FAR);
    LiveLoop.tellSettings(far, "rootbridge.local.trust-domain=far.example\n");
    kubeconfig =
        LiveContexts.write(
            folder.resolve("kubeconfig"), "near", clusters.b(), "far", remote.server());
    define(near, "networking.istio.io", "ServiceEntry", "serviceentries");
    define(far, "security.istio.io", "AuthorizationPolicy", "authorizationpolicies");
    new LiveIstiod(near).configured("trustDomain: local.example\n");
    new LiveIstiod(near).reading("SHARED_MESH_CONFIG");
    new LiveIstiod(far).configured("trustDomain: far.example\n");
    shop = LiveNamespace.optedIn(near, "calls");
    till = LiveNamespace.optedIn(far, "called");
    mend();
    nearLoop = LiveLoop.start(near, Clock.systemUTC(), LiveIstiod.SETTINGS);
    farLoop =
        LiveLoop.start(far, Clock.systemUTC(), LiveIstiod.SETTINGS, new TrustDomain("far.example"));
    awaitHolding(shop, "far.example");
    awaitHolding(till, "local.example");
    run(shop, nearLoop, "web-1");
    run(till, farLoop, "till-1");
  }

  /** A pod that the webhook let in, and whose proxy runs. */
  private static void run(LiveNamespace namespace, LiveLoop loop, String name) {
    namespace.admit(namespace.sidecar(name), loop.optedIn(namespace.name()));
    namespace.proxyStarted(name, Instant.now().plusSeconds(2));
  }

  private static void awaitHolding(LiveNamespace namespace, String domain) {
    await()
        .untilAsserted(
            () ->
                assertThat(namespace.bundle("rootbridge-trust"))
                    .hasValueSatisfying(
                        bundle ->
                            assertThat(bundle.getData()).containsKey("domain." + domain + ".pem")));
  }

  @AfterAll
  static void stop() {
    shop.pod("web-1").delete();
    till.pod("till-1").delete();
    shop.optOut();
    till.optOut();
    nearLoop.close();
    farLoop.close();
    LiveLoop.domain(near, "far").delete();
    LiveLoop.domain(far, "local").delete();
    LiveLoop.cleanUp(near);
    LiveLoop.cleanUp(far);
    new LiveIstiod(near).remove();
    new LiveIstiod(far).remove();
    near.resources(CustomResourceDefinition.class)
        .withName("serviceentries.networking.istio.io")
        .delete();
    far.resources(CustomResourceDefinition.class)
        .withName("authorizationpolicies.security.istio.io")
        .delete();
  }

  /** Each trusts the other, and lets its workloads in. */
  @AfterEach
  void mendAgain() {
    mend();
    shop.pod("web-2").delete();
  }

  private static void mend() {
    // Anew, or it would keep a root that it had as one that retires.
    LiveLoop.domain(near, "y").delete();
    LiveLoop.federate(near, "y", LiveLoop.Y);
    LiveLoop.federate(near, "far", FAR);
    LiveLoop.federate(far, "local", LiveLoop.LOCAL);
    accept("Distinct");
    new LiveIstiod(far).reading("SHARED_MESH_CONFIG");
    entry("web", "spiffe://far.example/ns/nobody/sa/nobody");
    policy("local.example/ns/calls/sa/checkout");
  }

  @BeforeEach
  void nothingIsInTheWay() {
    await()
        .untilAsserted(
            () -> {
              LiveCommand run = explain("-o", "json");
              assertThat(run.exitCode()).as(run.toString()).isZero();
              assertThat(layer(run, "SAN, called").path("outcome").asText()).isEqualTo("ok");
            });
  }

  @Test
  void aCallThatNothingIsInTheWayOfPassesEachLayer() {
    entry("web", CALLED);
    LiveCommand run = explain("-o", "json");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.json().has("failsFirstAt")).isFalse();
    assertThat(run.json().path("layers"))
        .hasSize(10)
        .allSatisfy(
            layer ->
                assertThat(layer.path("outcome").asText()).as(layer.toString()).isEqualTo("ok"));
    assertThat(explain().out())
        .startsWith("spiffe://local.example/ns/calls/sa/checkout calls " + CALLED + "\n")
        .endsWith("\nno layer is known to fail\n");
  }

  @Test
  void whereNobodyTrustsTheOthersRootItFailsAtTheAnchor() {
    LiveLoop.domain(near, "far").delete();
    awaitFirst("anchor, caller");
    assertThat(explain().out())
        .contains(
            "FAILED   anchor, caller: near trusts no root of far, which has O=Far",
            "to mend it: rootbridge federate --from-context far --to-context near\n");
  }

  @Test
  void aRootThatMayVouchForAnotherDomainAloneFailsAtTheConstraint() {
    LiveLoop.domain(near, "far").delete();
    awaitFirst("anchor, caller");
    LiveLoop.federate(near, "y", FAR);
    awaitFirst("constraint, caller");
    assertThat(explain().out())
        .contains(
            "in near, the root of far may vouch for y.example alone, and that mesh is far.example");
  }

  @Test
  void anIstiodThatDoesNotLetItInFailsAtTheSan() {
    new LiveIstiod(far).reading("ANOTHER");
    awaitFirst("SAN, called");
    assertThat(explain().out()).contains("FAILED   SAN, called: NotLookedAt: istiod doesn't read");
  }

  @Test
  void whomTheCallerExpectsIsKnownByAnAliasOrAServiceEntry() {
    assertThat(layer(explain("-o", "json"), "SAN, caller").path("outcome").asText())
        .isEqualTo("unknown");
    accept("Alias");
    await()
        .untilAsserted(
            () ->
                assertThat(explain().out())
                    .contains(
                        "ok       SAN, caller: Alias: as an alias, far.example is expected of"
                            + " endpoints that are called\n"));
    accept("Distinct");
    entry("web", CALLED);
    await()
        .untilAsserted(
            () ->
                assertThat(explain().out())
                    .contains(
                        "ok       SAN, caller: a ServiceEntry or DestinationRule expects "
                            + CALLED
                            + "\n"));
  }

  @Test
  void aPolicyThatAllowsOthersOnlyIsTheLastLayer() {
    policy("local.example/ns/lab/sa/another");
    awaitFirst("policy");
    assertThat(explain().out())
        .contains(
            "fails first at policy: AuthorizationPolicy called/guard: none of them allows"
                + " spiffe://local.example/ns/calls/sa/checkout\n",
            "to mend it: add its principal, local.example/ns/calls/sa/checkout\n");
  }

  @Test
  void aPodThatIsMissedIsNamed() {
    // As if the webhook had been away.
    shop.create(shop.sidecar("web-2"));
    LiveCommand run = explain("calls/pod/web-2", "-o", "json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().path("failsFirstAt").asText()).isEqualTo("proxy, caller");
    assertThat(layer(run, "proxy, caller").path("text").asText())
        .isEqualTo(
            "1 of 1 pods of calls/Pod web-2 in near miss it: pod web-2 reads no bundle with"
                + " far.example");
    assertThat(layer(run, "proxy, caller").path("remedy").asText())
        .isEqualTo("rootbridge explain web-2 -n calls --context near");
  }

  private static void awaitFirst(String layer) {
    await()
        .untilAsserted(
            () -> {
              LiveCommand run = explain("-o", "json");
              assertThat(run.json().path("failsFirstAt").asText())
                  .as(run.toString())
                  .isEqualTo(layer);
              assertThat(run.exitCode()).isEqualTo(1);
            });
  }

  private static JsonNode layer(LiveCommand run, String about) {
    for (JsonNode layer : run.json().path("layers")) {
      if (layer.path("about").asText().equals(about)) {
        return layer;
      }
    }
    throw new AssertionError("no layer " + about + " in " + run);
  }

  /** Of the running pod, unless another is named. */
  private static LiveCommand explain(String... words) {
    boolean named = words.length > 0 && !words[0].startsWith("-");
    String[] fixed = {
      "explain",
      "--rootbridge-namespace=live-loop",
      "--context=near",
      "--to=called/pod/till-1",
      "--context2=far"
    };
    String[] all = new String[fixed.length + words.length + (named ? 0 : 1)];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(words, 0, all, fixed.length, words.length);
    if (!named) {
      all[all.length - 1] = "calls/pod/web-1";
    }
    return LiveCommand.run(kubeconfig, all);
  }

  private static void accept(String acceptance) {
    LiveLoop.domain(near, "far")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"meshConfig\":{\"acceptance\":\"" + acceptance + "\"}}}");
  }

  /** Whom near's callers are told to expect. */
  private static void entry(String name, String identity) {
    apply(
        near,
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: %s, namespace: default}
        spec: {hosts: [till.far], location: MESH_INTERNAL, subjectAltNames: ["%s"]}
        """
            .formatted(name, identity));
  }

  /** Whom far lets in. */
  private static void policy(String principal) {
    apply(
        far,
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: guard, namespace: called}
        spec: {action: ALLOW, rules: [{from: [{source: {principals: ["%s"]}}]}]}
        """
            .formatted(principal));
  }

  private static void apply(KubernetesClient cluster, String manifest) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(manifest, GenericKubernetesResource.class);
    await("the CRD is served")
        .ignoreExceptions()
        .until(() -> cluster.resource(resource).forceConflicts().serverSideApply() != null);
  }

  private static void define(KubernetesClient cluster, String group, String kind, String plural) {
    cluster
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %3$s.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: %2$s, plural: %3$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          x-kubernetes-preserve-unknown-fields: true
                """
                    .formatted(group, kind, plural),
                CustomResourceDefinition.class))
        .serverSideApply();
  }
}
