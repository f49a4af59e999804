package dev.rootbridge.kube;

import dev.rootbridge.explain.View;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.World;
import dev.rootbridge.sync.World.ExistingTarget;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The namespaces of a cluster with their bundles and those of their pods that have a proxy, read
 * once.
 *
 * @param podsUnknown why pods can't be seen; empty if they can
 */
record NamespaceSurvey(List<World.Namespace> namespaces, Optional<String> podsUnknown) {

  /** All of them. */
  static NamespaceSurvey of(CallersCluster cluster) throws ClusterAccessException {
    KubernetesClient client = cluster.client();
    List<Namespace> namespaces = new ArrayList<>();
    cluster.ask(
        "list Namespaces", () -> all(() -> Pages.each(client.namespaces(), namespaces::add)));
    return read(
        cluster,
        namespaces,
        "in all namespaces",
        List.of(
            client
                .configMaps()
                .inAnyNamespace()
                .withLabel(TargetConfigMaps.MANAGED_BY_LABEL, TargetConfigMaps.FIELD_MANAGER),
            client
                .configMaps()
                .inAnyNamespace()
                .withField("metadata.name", InjectionContract.CONFIG_MAP)),
        client.pods().inAnyNamespace());
  }

  /** Just that one, for whom rights in it have to do. */
  static NamespaceSurvey of(CallersCluster cluster, String name) throws ClusterAccessException {
    KubernetesClient client = cluster.client();
    Namespace namespace =
        cluster.ask("get Namespace " + name, () -> client.namespaces().withName(name).get());
    if (namespace == null) {
      throw new ClusterAccessException(
          "there is no namespace " + name + " in the cluster of context " + cluster.context());
    }
    return read(
        cluster,
        List.of(namespace),
        "in namespace " + name,
        List.of(client.configMaps().inNamespace(name)),
        client.pods().inNamespace(name));
  }

  private static NamespaceSurvey read(
      CallersCluster cluster,
      List<Namespace> namespaces,
      String where,
      List<Listable<ConfigMapList>> bundles,
      Listable<PodList> running)
      throws ClusterAccessException {
    Map<String, Map<String, ExistingTarget>> targets = new HashMap<>();
    cluster.ask(
        "list ConfigMaps " + where,
        () ->
            all(
                () ->
                    bundles.forEach(
                        some -> Pages.each(some, (ConfigMap found) -> add(targets, found)))));
    PodFacts facts = new PodFacts(cluster.client().getKubernetesSerialization());
    Map<String, List<World.Pod>> pods = new HashMap<>();
    View<Boolean> seen =
        cluster.look(
            "list Pods " + where,
            () -> all(() -> Pages.each(running, (Pod pod) -> add(pods, facts, pod))));
    return new NamespaceSurvey(
        namespaces.stream()
            .map(
                namespace ->
                    namespace(
                        namespace,
                        targets.getOrDefault(namespace.getMetadata().getName(), Map.of()),
                        pods.getOrDefault(namespace.getMetadata().getName(), List.of())))
            .sorted(Comparator.comparing(World.Namespace::name))
            .toList(),
        seen.unseen());
  }

  private static World.Namespace namespace(
      Namespace namespace, Map<String, ExistingTarget> targets, List<World.Pod> pods) {
    return new World.Namespace(
        namespace.getMetadata().getName(),
        Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()),
        namespace.getMetadata().getDeletionTimestamp() == null
            ? World.Phase.ACTIVE
            : World.Phase.TERMINATING,
        targets,
        Set.of(),
        pods);
  }

  private static Boolean all(Runnable listing) {
    listing.run();
    return true;
  }

  private static void add(Map<String, Map<String, ExistingTarget>> targets, ConfigMap configMap) {
    String name = configMap.getMetadata().getName();
    if (InjectionContract.isTargetName(name)) {
      targets
          .computeIfAbsent(configMap.getMetadata().getNamespace(), added -> new HashMap<>())
          .put(name, TargetConfigMaps.existingTarget(configMap));
    }
  }

  private static void add(Map<String, List<World.Pod>> pods, PodFacts facts, Pod pod) {
    facts
        .of(pod)
        .ifPresent(
            fact ->
                pods.computeIfAbsent(pod.getMetadata().getNamespace(), added -> new ArrayList<>())
                    .add(fact));
  }
}
