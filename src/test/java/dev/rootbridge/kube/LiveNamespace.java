package dev.rootbridge.kube;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.InjectionRequest;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.inject.NamespaceLookup;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A namespace that x.example and y.example select, and what its owner does in it. */
record LiveNamespace(KubernetesClient admin, String name) {

  private static final Injection INJECTION = new Injection(new InjectorVersion("0.0.0-test"));
  private static final String WISH = "rootbridge.dev/trust-domains";
  private static final String OPT_IN = "rootbridge.dev/injection";

  static LiveNamespace optedIn(KubernetesClient admin, String name) {
    LiveNamespace namespace = notOptedIn(admin, name);
    namespace.optIn();
    return namespace;
  }

  static LiveNamespace notOptedIn(KubernetesClient admin, String name) {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("live-loop", name)
                .endMetadata()
                .build())
        .create();
    return new LiveNamespace(admin, name);
  }

  void optIn() {
    label(Map.of(OPT_IN, "enabled"));
  }

  void optOut() {
    label(Map.of());
  }

  private void label(Map<String, String> labels) {
    admin
        .namespaces()
        .withName(name)
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .removeFromLabels(OPT_IN)
                    .addToLabels(labels)
                    .endMetadata()
                    .build());
  }

  /** Makes a workload of a kind whose pods are to trust these. */
  void workload(String kind, String name, String wish) {
    String template =
        """
        {metadata: {labels: {app: %s}, annotations: {rootbridge.dev/trust-domains: "%s"}},
         spec: {restartPolicy: %s, containers: [{name: app, image: app}]}}
        """
            .formatted(name, wish, kind.endsWith("Job") ? "Never" : "Always");
    String selector = "selector: {matchLabels: {app: " + name + "}}";
    String spec =
        switch (kind) {
          case "Deployment", "DaemonSet" -> "{" + selector + ", template: " + template + "}";
          case "StatefulSet" ->
              "{serviceName: " + name + ", " + selector + ", template: " + template + "}";
          case "Job" -> "{template: " + template + "}";
          case "CronJob" ->
              "{schedule: '@daily', jobTemplate: {spec: {template: " + template + "}}}";
          default -> throw new IllegalArgumentException(kind);
        };
    String manifest =
        """
        apiVersion: %s/v1
        kind: %s
        metadata: {namespace: %s, name: %s}
        spec: %s
        """
            .formatted(kind.endsWith("Job") ? "batch" : "apps", kind, this.name, name, spec);
    admin
        .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
        .serverSideApply();
  }

  /** A pod as Istio's injector leaves it. */
  Pod sidecar(String podName) {
    Pod pod;
    try (InputStream file =
        LiveNamespace.class.getResourceAsStream("/dev/rootbridge/it/sidecar-pod.yaml")) {
      pod = Serialization.unmarshal(file, Pod.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PodBuilder(pod)
        .editMetadata()
        .withGenerateName(null)
        .withNamespace(name)
        .withName(podName)
        .endMetadata()
        .build();
  }

  static Pod wishing(Pod pod, String wish) {
    return new PodBuilder(pod).editMetadata().addToAnnotations(WISH, wish).endMetadata().build();
  }

  static Pod ownedBy(Pod pod, String kind, String owner) {
    return new PodBuilder(pod)
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind(kind)
        .withName(owner)
        .withUid("5e5ad4a4-0000-4000-8000-000000000000")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  static Pod ofRelease(Pod pod, String tag) {
    return new PodBuilder(pod)
        .editSpec()
        .editMatchingContainer(container -> container.getName().equals("istio-proxy"))
        .withImage("docker.io/istio/proxyv2:" + tag)
        .endContainer()
        .endSpec()
        .build();
  }

  void create(Pod pod) {
    admin.resource(pod).create();
  }

  /** As {@link #create}, through the webhook. */
  InjectionDecision admit(Pod pod, NamespaceLookup known) {
    JsonNode json = admin.getKubernetesSerialization().convertValue(pod, JsonNode.class);
    InjectionDecision decision = INJECTION.decide(new InjectionRequest(json, name), known);
    create(
        admin
            .getKubernetesSerialization()
            .convertValue(JsonPatch.apply(decision.patch(), json), Pod.class));
    return decision;
  }

  Resource<Pod> pod(String podName) {
    return admin.pods().inNamespace(name).withName(podName);
  }

  /** What the kubelet would say: the proxy runs since then. */
  void proxyStarted(String podName, Instant at) {
    pod(podName)
        .editStatus(
            pod ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(
                        new ContainerStatusBuilder()
                            .withName("istio-proxy")
                            .withImage("istio-proxy")
                            .withImageID("istio-proxy")
                            .withReady(true)
                            .withRestartCount(0)
                            .withState(
                                new ContainerStateBuilder()
                                    .withNewRunning()
                                    .withStartedAt(at.toString())
                                    .endRunning()
                                    .build())
                            .build())
                    .endStatus()
                    .build());
  }

  /** What the kubelet would say of one that it evicted. */
  void ended(String podName) {
    pod(podName)
        .editStatus(
            pod ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase("Failed")
                    .withReason("Evicted")
                    .endStatus()
                    .build());
  }

  Optional<ConfigMap> bundle(String configMap) {
    return Optional.ofNullable(admin.configMaps().inNamespace(name).withName(configMap).get());
  }

  /** The federated domains that the bundle holds; empty if it isn't there. */
  Optional<Set<String>> domainsIn(String configMap) {
    return bundle(configMap)
        .map(ConfigMap::getData)
        .map(
            data ->
                data.keySet().stream()
                    .filter(key -> key.startsWith("domain.") && !key.contains("local."))
                    .map(key -> key.substring("domain.".length(), key.length() - ".pem".length()))
                    .collect(Collectors.toSet()));
  }

  void awaitBundle(String configMap, String... domains) {
    await(configMap + " with " + String.join(",", domains))
        .until(() -> domainsIn(configMap), Optional.of(Set.of(domains))::equals);
  }

  void awaitNone(String configMap) {
    await("no " + configMap).until(() -> bundle(configMap).isEmpty());
  }

  /** The name of the bundle of a part of what the namespace may trust. */
  static String scoped(String... domains) {
    return "rootbridge-trust-"
        + new Scope(
                Stream.of(domains)
                    .map(TrustDomain::new)
                    .collect(Collectors.toCollection(TreeSet::new)))
            .hash();
  }

  /** The reasons of the events on an object. */
  Set<String> eventsOn(String kind, String object) {
    return admin.v1().events().inNamespace(name).list().getItems().stream()
        .filter(event -> event.getInvolvedObject() != null)
        .filter(event -> Objects.equals(event.getInvolvedObject().getKind(), kind))
        .filter(event -> Objects.equals(event.getInvolvedObject().getName(), object))
        .map(event -> event.getReason())
        .collect(Collectors.toSet());
  }
}
