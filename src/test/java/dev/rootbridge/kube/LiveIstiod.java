package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;

/** What there is to see of an istiod in the world of {@link LiveLoop}: it doesn't run. */
record LiveIstiod(KubernetesClient admin) {

  private static final String HOME = "live-loop";
  private static final String PUBLISHED = "rootbridge-mesh";

  /** Of a loop that gives it what it accepts. */
  static final MeshSettings SETTINGS =
      new MeshSettings(HOME, List.of("istio"), Optional.of(new MeshPublication(true, PUBLISHED)));

  /** Its standard mesh config. */
  void configured(String text) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(HOME)
                .withName("istio")
                .endMetadata()
                .addToData("mesh", text)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /**
   * Names what Rootbridge publishes by a variable.
   *
   * @param variable {@code SHARED_MESH_CONFIG}, or another, which istiod doesn't know
   */
  void reading(String variable) {
    with("env: [{name: %s, value: %s}]".formatted(variable, PUBLISHED));
  }

  /**
   * Has the environment that is told.
   *
   * @param environment a member of its container, in YAML
   */
  void with(String environment) {
    admin
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: istiod, namespace: %s, labels: {app: istiod}}
                spec:
                  selector: {matchLabels: {app: istiod}}
                  template:
                    metadata: {labels: {app: istiod}}
                    spec:
                      containers:
                        - name: discovery
                          image: docker.io/istio/pilot:1.30.3
                          %s
                """
                    .formatted(HOME, environment),
                Deployment.class))
        .forceConflicts()
        .serverSideApply();
  }

  void remove() {
    admin.configMaps().inNamespace(HOME).withName(PUBLISHED).delete();
    admin.apps().deployments().inNamespace(HOME).withName("istiod").delete();
    admin.configMaps().inNamespace(HOME).withName("istio").delete();
  }
}
