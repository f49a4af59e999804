package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@code FederatedTrustDomain} in cluster A for cluster B, as the platform admin handles it. */
final class FederatedDomain {

  private static final String NAME = "cluster-b";

  private final Resource<FederatedTrustDomain> resource;

  private FederatedDomain(Resource<FederatedTrustDomain> resource) {
    this.resource = resource;
  }

  /** Lets the namespaces of one team trust cluster B. */
  static FederatedDomain apply(ApiServer cluster, String team) {
    String manifest =
        """
        apiVersion: rootbridge.dev/v1alpha1
        kind: FederatedTrustDomain
        metadata:
          name: %s
        spec:
          trustDomain: cluster-b.example
          source:
            remoteCluster:
              secret:
                namespace: istio-system
                name: istio-remote-secret-cluster-b
          namespaceSelector:
            matchLabels:
              team: %s
        """
            .formatted(NAME, team);
    cluster.admin().resource(manifest).create();
    return new FederatedDomain(
        cluster.admin().resources(FederatedTrustDomain.class).withName(NAME));
  }

  FederatedTrustDomainStatus status() {
    return Optional.ofNullable(resource.require().getStatus())
        .orElseGet(FederatedTrustDomainStatus::new);
  }

  /** Each condition and whether it holds. */
  Map<String, String> conditions() {
    return Optional.ofNullable(status().getConditions()).stream()
        .flatMap(conditions -> conditions.stream())
        .collect(
            Collectors.toMap(
                condition -> condition.getType(), condition -> condition.getStatus().getValue()));
  }

  /** The state of each root by its fingerprint. */
  Map<String, Anchors.State> anchorStates() {
    return Optional.ofNullable(status().getAnchors()).stream()
        .flatMap(anchors -> anchors.stream())
        .collect(Collectors.toMap(Anchors::getSha256, Anchors::getState));
  }

  void delete() {
    resource.delete();
    await().until(() -> resource.get() == null);
  }
}
