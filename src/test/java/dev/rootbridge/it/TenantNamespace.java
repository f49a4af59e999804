package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** A namespace of cluster A, as those who own it and its pods see it. */
final class TenantNamespace {

  private static final String INJECTION = "rootbridge.dev/injection";

  private final KubernetesClient client;
  private final String name;

  private TenantNamespace(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** A new one that has not opted in, with the label that federated domains may select it by. */
  static TenantNamespace create(ApiServer cluster, String team) {
    String name =
        cluster
            .admin()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName(team + "-")
                    .addToLabels("team", team)
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    return new TenantNamespace(cluster.admin(), name);
  }

  String name() {
    return name;
  }

  void optIn() {
    label("enabled");
  }

  void optOut() {
    label(null);
  }

  private void label(String value) {
    client
        .namespaces()
        .withName(name)
        .edit(
            namespace -> {
              namespace.getMetadata().getLabels().put(INJECTION, value);
              return namespace;
            });
  }

  Resource<ConfigMap> configMap() {
    return client.configMaps().inNamespace(name).withName("rootbridge-trust");
  }

  /** What a proxy in this namespace reads; empty while there is no ConfigMap. */
  Optional<String> bundle() {
    return Optional.ofNullable(configMap().get())
        .map(configMap -> configMap.getData().get("root-cert.pem"));
  }

  /** The certificates of the bundle, in its order. */
  List<X509CertificateHolder> anchors() {
    return bundle().map(Pem::certificates).orElse(List.of());
  }

  /** A pod put through admission and stored. */
  InjectedPod create(Pod pod) {
    return new InjectedPod(client.pods().inNamespace(name).resource(pod).create());
  }

  void delete(InjectedPod pod) {
    client.resource(pod.pod()).delete();
  }

  /** The reasons of the events that it has. */
  List<String> eventsOn(InjectedPod pod) {
    return client.v1().events().inNamespace(name).list().getItems().stream()
        .filter(
            event -> pod.pod().getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
        .map(Event::getReason)
        .toList();
  }

  /** A pod put through admission and thrown away. */
  InjectedPod preview(Pod pod) {
    return new InjectedPod(client.pods().inNamespace(name).resource(pod).dryRun().create());
  }
}
