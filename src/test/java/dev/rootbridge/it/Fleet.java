package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many namespaces of one team, all opted in, and a domain that they may trust once told so. */
final class Fleet implements AutoCloseable {

  private static final String BUNDLE = "rootbridge-trust";

  private final KubernetesClient admin;
  private final String team;
  private final TargetHistory history;
  private final List<String> namespaces;

  private Fleet(KubernetesClient admin, String team, TargetHistory history, List<String> names) {
    this.admin = admin;
    this.team = team;
    this.history = history;
    this.namespaces = names;
  }

  static Fleet of(ApiServer cluster, int size) {
    KubernetesClient admin = cluster.admin();
    String team = "fleet-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    TargetHistory history = new TargetHistory(admin, name -> name.startsWith(team + "-"));
    Fleet fleet =
        new Fleet(
            admin,
            team,
            history,
            IntStream.range(0, size).mapToObj(number -> team + "-" + number).toList());
    fleet.namespaces.parallelStream().forEach(fleet::make);
    return fleet;
  }

  private void make(String name) {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("team", team)
                .addToLabels("rootbridge.dev/injection", "enabled")
                .endMetadata()
                .build())
        .create();
  }

  /** Another namespace of the team, which counts as one of them from now on. */
  String grow() {
    String name = team + "-more";
    make(name);
    return name;
  }

  List<String> namespaces() {
    return namespaces;
  }

  /** Lets all of them trust a domain with this root. */
  void federate(RootCa root) {
    federate("{inline: {pem: \"" + root.pem().replace("\n", "\\n") + "\"}}");
  }

  /**
   * @param source as in the resource, in YAML
   */
  void federate(String source) {
    admin
        .resource(
            """
            apiVersion: rootbridge.dev/v1alpha1
            kind: FederatedTrustDomain
            metadata: {name: %1$s}
            spec:
              trustDomain: %1$s.example
              source: %2$s
              namespaceSelector: {matchLabels: {team: %1$s}}
            """
                .formatted(team, source))
        .create();
  }

  Resource<FederatedTrustDomain> domain() {
    return admin.resources(FederatedTrustDomain.class).withName(team);
  }

  Resource<ConfigMap> bundle(String namespace) {
    return admin.configMaps().inNamespace(namespace).withName(BUNDLE);
  }

  /** Waits until the domain says that so many have their bundle. */
  void awaitCurrent(long count) {
    await("bundles in " + count + " namespaces")
        .until(
            () ->
                status()
                    .map(FederatedTrustDomainStatus::getNamespaces)
                    .filter(namespaces -> namespaces.getCurrent() == count)
                    .isPresent());
  }

  void awaitCurrent() {
    awaitCurrent(namespaces.size());
  }

  /** What the domain says of its publication. */
  String published() {
    return status().map(FederatedTrustDomainStatus::getConditions).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.getType().equals("Published"))
        .map(Conditions::getMessage)
        .findFirst()
        .orElse("");
  }

  private Optional<FederatedTrustDomainStatus> status() {
    return Optional.ofNullable(domain().get()).map(FederatedTrustDomain::getStatus);
  }

  /** What was written to the bundle of each namespace since it was made. */
  Map<String, List<Watcher.Action>> history() {
    return history.byNamespace();
  }

  /** The different bundles that there are: one, unless something went wrong. */
  List<Map<String, String>> contents() {
    return namespaces.stream()
        .map(namespace -> bundle(namespace).require().getData())
        .distinct()
        .toList();
  }

  /** The version of everything that Rootbridge writes for the team. */
  Map<String, String> versions() {
    Map<String, String> versions =
        namespaces.stream()
            .collect(
                Collectors.toMap(
                    namespace -> namespace,
                    namespace -> bundle(namespace).require().getMetadata().getResourceVersion()));
    versions.put("status", domain().require().getMetadata().getResourceVersion());
    versions.put(
        "rootbridge-local",
        admin
            .configMaps()
            .inNamespace("rootbridge-system")
            .withName("rootbridge-local")
            .require()
            .getMetadata()
            .getResourceVersion());
    return versions;
  }

  @Override
  public void close() {
    history.close();
    domain().delete();
    namespaces.parallelStream().forEach(name -> admin.namespaces().withName(name).delete());
    admin.namespaces().withName(team + "-more").delete();
  }
}
