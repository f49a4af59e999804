package dev.rootbridge.it;

import dev.rootbridge.trust.TlsServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Rootbridge in cluster A, as the README installs it: {@code webhook-config/} applied, the process
 * with the rights of its own ServiceAccount, and an Istio mesh with its own root on either side, of
 * whose istiod there is what it serves.
 *
 * <p>One thing differs from a real cluster: there is no network to a Service, so the registration
 * names the address of the process instead.
 */
final class Installation implements AutoCloseable {

  static final Path MANIFESTS = Path.of("webhook-config");
  static final String LOCAL_TRUST_DOMAIN = "cluster-a.example";
  static final String REMOTE_TRUST_DOMAIN = "cluster-b.example";

  private final Clusters clusters;
  private final IstioMesh localMesh;
  private final IstioMesh remoteMesh;
  private final RootCa localRoot;
  private final RootCa servingCa;
  private final TlsServer istiod;
  private final Path bundleCertificate;
  private final RootbridgeProcess process;

  private Installation(
      Clusters clusters,
      IstioMesh localMesh,
      IstioMesh remoteMesh,
      RootCa localRoot,
      RootCa servingCa,
      TlsServer istiod,
      Path bundleCertificate,
      RootbridgeProcess process) {
    this.clusters = clusters;
    this.localMesh = localMesh;
    this.remoteMesh = remoteMesh;
    this.localRoot = localRoot;
    this.servingCa = servingCa;
    this.istiod = istiod;
    this.bundleCertificate = bundleCertificate;
    this.process = process;
  }

  static Installation of(Clusters clusters) {
    IstioMesh localMesh = IstioMesh.install(clusters.a(), "cluster-a");
    RootCa localRoot = RootCa.mint(KeyKind.EC_P256, "O=" + LOCAL_TRUST_DOMAIN);
    localMesh.publishRoots(localRoot);
    IstioMesh remoteMesh = IstioMesh.install(clusters.b(), "cluster-b");
    clusters.a().admin().resource(remoteMesh.remoteSecret()).serverSideApply();
    clusters.kubectl().apply(clusters.a(), MANIFESTS);

    RootCa servingCa = RootCa.mint(KeyKind.EC_P256, "CN=rootbridge");
    TlsServer istiod = istiod(localRoot);
    Path bundleCertificate = Scratch.emptyFolder("bundle-certificate");
    issueForLoopback(servingCa).writeTo(bundleCertificate);
    RootbridgeProcess process =
        RootbridgeProcess.start(
            kubeconfig(clusters.a()),
            servingCertificate(servingCa),
            LOCAL_TRUST_DOMAIN,
            Map.of(
                "rootbridge.local.istiod",
                "127.0.0.1:" + istiod.port(),
                "quarkus.tls.bundle.key-store.pem.0.cert",
                bundleCertificate.resolve("tls.crt").toString(),
                "quarkus.tls.bundle.key-store.pem.0.key",
                bundleCertificate.resolve("tls.key").toString(),
                "quarkus.tls.bundle.reload-period",
                "1s",
                "rootbridge.page.tls-configuration-name",
                "bundle"));
    Installation installation =
        new Installation(
            clusters,
            localMesh,
            remoteMesh,
            localRoot,
            servingCa,
            istiod,
            bundleCertificate,
            process);
    installation.register();
    return installation;
  }

  /** The one thing of istiod that Rootbridge talks to: its certificate, under the mesh's root. */
  static TlsServer istiod(RootCa localRoot) {
    KeyedCertificate certificate =
        localRoot.issue(
            KeyKind.RSA_2048, new GeneralName(GeneralName.dNSName, "istiod.istio-system.svc"));
    return TlsServer.start(certificate.certificate(), certificate.key());
  }

  /** What the Rootbridge of a cluster that {@code webhook-config/} was applied to may do there. */
  static Path kubeconfig(ApiServer cluster) {
    String text = cluster.kubeconfigOf("rootbridge-system", "rootbridge", cluster.name());
    try {
      return Files.writeString(Scratch.file(cluster.name() + "-rootbridge.kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path servingCertificate(RootCa ca) {
    Path folder = Scratch.emptyFolder("serving-" + ca.fingerprint());
    issueForLoopback(ca).writeTo(folder);
    return folder;
  }

  private static KeyedCertificate issueForLoopback(RootCa ca) {
    return ca.issue(KeyKind.EC_P256, new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
  }

  /** Puts another certificate, of the same CA, in the place of the bundle endpoint's. */
  KeyedCertificate renewBundleCertificate() {
    KeyedCertificate next = issueForLoopback(servingCa);
    next.writeTo(bundleCertificate);
    return next;
  }

  private void register() {
    String caBundle =
        Base64.getEncoder().encodeToString(servingCa.pem().getBytes(StandardCharsets.UTF_8));
    clusters
        .a()
        .admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("rootbridge.dev")
        .edit(
            registration ->
                new MutatingWebhookConfigurationBuilder(registration)
                    .editFirstWebhook()
                    .withNewClientConfig()
                    .withUrl(process.webhook().toString())
                    .withCaBundle(caBundle)
                    .endClientConfig()
                    .endWebhook()
                    .build());
  }

  Clusters clusters() {
    return clusters;
  }

  IstioMesh localMesh() {
    return localMesh;
  }

  IstioMesh remoteMesh() {
    return remoteMesh;
  }

  RootCa localRoot() {
    return localRoot;
  }

  RootCa servingCa() {
    return servingCa;
  }

  RootbridgeProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    istiod.close();
  }
}
