package dev.rootbridge.it;

import static dev.rootbridge.it.AnchorAssertions.assertStandsInFor;
import static dev.rootbridge.it.Installation.REMOTE_TRUST_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Cluster B, with a root of its own, federated with one namespace of cluster A. Each test has it
 * anew, so that none sees the roots of another.
 */
final class Federation implements AutoCloseable {

  private static final String TEAM = "payments";

  private final Installation rootbridge;
  private final RootCa remoteRoot;
  private final TenantNamespace namespace;
  private final FederatedDomain domain;

  private Federation(
      Installation rootbridge,
      RootCa remoteRoot,
      TenantNamespace namespace,
      FederatedDomain domain) {
    this.rootbridge = rootbridge;
    this.remoteRoot = remoteRoot;
    this.namespace = namespace;
    this.domain = domain;
  }

  /** Federates, and waits until the namespace has its bundle. */
  static Federation of(Installation rootbridge) {
    RootCa remoteRoot = RootCa.mint(KeyKind.RSA_2048, "O=Istio,CN=Root CA");
    rootbridge.remoteMesh().publishRoots(remoteRoot);
    TenantNamespace namespace = TenantNamespace.create(rootbridge.clusters().a(), TEAM);
    namespace.optIn();
    FederatedDomain domain = FederatedDomain.apply(rootbridge.clusters().a(), TEAM);
    Federation federation = new Federation(rootbridge, remoteRoot, namespace, domain);
    federation.awaitTrustIn(remoteRoot);
    return federation;
  }

  /** The root that cluster B began with. */
  RootCa remoteRoot() {
    return remoteRoot;
  }

  /** The namespace of cluster A that trusts it. */
  TenantNamespace namespace() {
    return namespace;
  }

  FederatedDomain domain() {
    return domain;
  }

  /** Another namespace that the domain selects; it has not opted in. */
  TenantNamespace newNamespace() {
    return TenantNamespace.create(rootbridge.clusters().a(), TEAM);
  }

  /** Replaces cluster B's root. */
  RootCa rotate() {
    RootCa next = RootCa.mint(KeyKind.EC_P256, "O=Istio,CN=Root CA");
    rootbridge.remoteMesh().publishRoots(next);
    return next;
  }

  /** The local root as it is, first; then a stand-in for each remote one, in any order. */
  void awaitTrustIn(RootCa... remoteRoots) {
    await()
        .untilAsserted(
            () -> {
              List<X509CertificateHolder> anchors = namespace.anchors();
              assertThat(anchors).hasSize(1 + remoteRoots.length);
              assertThat(anchors.get(0)).isEqualTo(rootbridge.localRoot().certificate());
              for (RootCa root : remoteRoots) {
                assertThat(anchors)
                    .filteredOn(root::hasKeyOf)
                    .singleElement()
                    .satisfies(anchor -> assertStandsInFor(root, REMOTE_TRUST_DOMAIN, anchor));
              }
            });
  }

  /**
   * A new pod in the namespace. The webhook learns of a bundle a moment after it is there; until
   * then it lets pods wait for it.
   */
  InjectedPod createPod(SidecarPod sidecar) {
    await().until(() -> needsNoBundleToCome(namespace.preview(sidecar.create()).volumes()));
    return namespace.create(sidecar.create());
  }

  private static boolean needsNoBundleToCome(List<Volume> volumes) {
    return !volumes.isEmpty()
        && volumes.stream().allMatch(volume -> volume.getConfigMap().getOptional());
  }

  @Override
  public void close() {
    domain.delete();
    namespace.optOut();
  }
}
