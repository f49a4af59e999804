package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.explain.RunningPod;
import dev.rootbridge.explain.Workload;
import dev.rootbridge.kube.WorkloadName.Kind;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A workload with what its namespace may trust, read once.
 *
 * @param remarks what couldn't be seen, a line each
 */
public record WorkloadSurvey(Workload workload, List<String> remarks) {

  public WorkloadSurvey {
    remarks = List.copyOf(remarks);
  }

  /** What was asked for and where it was found. */
  private record Found(String named, List<Pod> pods) {}

  /**
   * Finds it.
   *
   * @param installed the namespace that Rootbridge runs in
   * @throws ClusterAccessException if it isn't there, too
   */
  public static WorkloadSurvey of(CallersCluster cluster, String installed, WorkloadName name)
      throws ClusterAccessException {
    String namespace = name.namespace().orElseGet(cluster::namespace);
    Found found =
        cluster
            .ask(
                "get workloads in namespace " + namespace,
                () -> find(cluster.client(), namespace, name))
            .orElseThrow(
                () ->
                    new ClusterAccessException(
                        "there is no %s %s in namespace %s of context %s"
                            .formatted(
                                name.kind().map(Kind::label).orElse("Pod or Deployment"),
                                name.name(),
                                namespace,
                                cluster.context())));
    if (found.pods().isEmpty()) {
      throw new ClusterAccessException(
          found.named()
              + " in namespace "
              + namespace
              + " has no pod that runs; what it trusts shows once it has one");
    }
    TrustSurvey trust = TrustSurvey.of(cluster, installed, namespace);
    PodFacts facts = new PodFacts(cluster.client().getKubernetesSerialization());
    return new WorkloadSurvey(
        new Workload(
            found.named(),
            trust.facts().namespaces().get(0),
            found.pods().stream()
                .map(
                    pod ->
                        new RunningPod(
                            pod.getMetadata().getName(),
                            cluster
                                .client()
                                .getKubernetesSerialization()
                                .convertValue(pod, JsonNode.class),
                            facts.of(pod)))
                .sorted(Comparator.comparing(RunningPod::name))
                .toList(),
            trust.facts()),
        trust.remarks());
  }

  private static Optional<Found> find(
      KubernetesClient client, String namespace, WorkloadName name) {
    if (name.kind().isPresent()) {
      return find(client, namespace, name.kind().get(), name.name());
    }
    return find(client, namespace, Kind.POD, name.name())
        .or(() -> find(client, namespace, Kind.DEPLOYMENT, name.name()));
  }

  private static Optional<Found> find(
      KubernetesClient client, String namespace, Kind kind, String name) {
    return switch (kind) {
      case POD ->
          Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get())
              .map(pod -> new Found("Pod " + name, List.of(pod)));
      case DEPLOYMENT ->
          Optional.ofNullable(
                  client.apps().deployments().inNamespace(namespace).withName(name).get())
              .map((Deployment found) -> found.getSpec().getSelector())
              .map(selector -> owner(client, namespace, kind, name, selector));
      case STATEFUL_SET ->
          Optional.ofNullable(
                  client.apps().statefulSets().inNamespace(namespace).withName(name).get())
              .map((StatefulSet found) -> found.getSpec().getSelector())
              .map(selector -> owner(client, namespace, kind, name, selector));
      case DAEMON_SET ->
          Optional.ofNullable(
                  client.apps().daemonSets().inNamespace(namespace).withName(name).get())
              .map((DaemonSet found) -> found.getSpec().getSelector())
              .map(selector -> owner(client, namespace, kind, name, selector));
    };
  }

  private static Found owner(
      KubernetesClient client, String namespace, Kind kind, String name, LabelSelector selector) {
    return new Found(
        kind.label() + " " + name,
        client.pods().inNamespace(namespace).withLabelSelector(selector).list().getItems().stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .filter(pod -> !PodFacts.hasEnded(pod))
            .toList());
  }
}
