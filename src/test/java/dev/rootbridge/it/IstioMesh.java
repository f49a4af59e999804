package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Map;

/**
 * What of an Istio installation Rootbridge can see: the ConfigMap with the root certificates and a
 * ServiceAccount that other clusters read it with.
 */
final class IstioMesh {

  static final String NAMESPACE = "istio-system";
  static final String ROOTS = "istio-ca-root-cert";

  private static final String READER = "istio-reader-service-account";

  private final ApiServer cluster;
  private final String clusterName;

  private IstioMesh(ApiServer cluster, String clusterName) {
    this.cluster = cluster;
    this.clusterName = clusterName;
  }

  static IstioMesh install(ApiServer cluster, String clusterName) {
    cluster
        .admin()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    cluster.admin().load(Resources.open("istio-reader.yaml")).serverSideApply();
    IstioMesh mesh = new IstioMesh(cluster, clusterName);
    mesh.publishMeshConfig("");
    // istiod writes the key even where it has no CRL.
    mesh.publishCrl("");
    return mesh;
  }

  /** Makes these the mesh's root certificates, in place of those it had. */
  void publishRoots(RootCa... roots) {
    StringBuilder pem = new StringBuilder();
    for (RootCa root : roots) {
      pem.append(root.pem());
    }
    apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(ROOTS)
            .addToLabels("istio.io/config", "true")
            .endMetadata()
            .withData(Map.of("root-cert.pem", pem.toString()))
            .build());
  }

  /** Has the proxies of the mesh given this certificate revocation list. */
  void publishCrl(String pem) {
    publish("istio-ca-crl", "ca-crl.pem", pem);
  }

  /** Sets what the mesh config holds beside the mesh's trust domain. */
  void publishMeshConfig(String yaml) {
    publish("istio", "mesh", "trustDomain: " + clusterName + ".example\n" + yaml);
  }

  private void publish(String name, String key, String text) {
    apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .endMetadata()
            .withData(Map.of(key, text))
            .build());
  }

  /** Changes the roots' ConfigMap but not the roots. */
  void touchRoots() {
    cluster
        .admin()
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName(ROOTS)
        .edit(
            configMap ->
                new ConfigMapBuilder(configMap)
                    .editMetadata()
                    .addToAnnotations("touched", Instant.now().toString())
                    .endMetadata()
                    .build());
  }

  private void apply(ConfigMap configMap) {
    cluster
        .admin()
        .resource(configMap)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("istiod")
                .withForce(true)
                .build());
  }

  /** The Secret that {@code istioctl create-remote-secret} makes of this cluster. */
  Secret remoteSecret() {
    String kubeconfig = cluster.kubeconfigOf(NAMESPACE, READER, clusterName);
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName("istio-remote-secret-" + clusterName)
        .addToAnnotations("networking.istio.io/cluster", clusterName)
        .addToLabels("istio/multiCluster", "true")
        .endMetadata()
        .addToStringData(clusterName, kubeconfig)
        .build();
  }
}
