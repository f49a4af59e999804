package dev.rootbridge.it;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.cert.CertManager;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A real kube-apiserver on its own etcd, without the controllers that a whole cluster has: a
 * namespace that is deleted stays, a pod never runs.
 *
 * <p>RBAC is enforced; only {@link #admin} may do everything. The keys are laid before
 * kube-api-test would make its own, so that the server's certificate comes from a CA, as in a real
 * cluster, and holds an address that isn't the loopback one.
 */
public final class ApiServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final String name;
  private final KubeAPIServer server;
  private final KubernetesClient admin;
  private final Path adminKubeconfig;
  private final String url;
  private final String certificateAuthority;
  private final Path serviceAccountKey;
  private final AtomicBoolean running = new AtomicBoolean(true);

  private ApiServer(String name, KubeAPIServer server, Path folder, String address, RootCa ca) {
    this.name = name;
    this.server = server;
    String kubeconfig = server.getKubeConfigYaml();
    this.admin =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
    this.adminKubeconfig = write(folder.resolve("admin.kubeconfig"), kubeconfig);
    this.url = "https://" + address + ":" + URI.create(admin.getMasterUrl().toString()).getPort();
    this.certificateAuthority = ca.pem();
    this.serviceAccountKey = folder.resolve(CertManager.API_SERVER_KEY_NAME);
  }

  /**
   * @param flags further ones for kube-apiserver
   */
  static ApiServer start(String name, KubernetesBinaries binaries, String... flags) {
    Path folder = binaries.folderFor(name);
    String address = HostAddress.find();
    RootCa ca = RootCa.mint(KeyKind.EC_P256, "CN=kubernetes");
    layKeys(folder, ca, address);
    KubeAPIServerConfigBuilder config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withTestDir(folder.toString())
            .withOfflineMode(binaries.complete())
            .withUpdateKubeConfig(false)
            .withWaitForEtcdHealthCheckOnStartup(true)
            // A beta that isn't served unless asked for.
            .withApiServerFlag("--feature-gates=ClusterTrustBundle=true")
            .withApiServerFlag(
                "--runtime-config=certificates.k8s.io/v1beta1/clustertrustbundles=true")
            .withStartupTimeout((int) Duration.ofMinutes(2).toMillis());
    for (String flag : flags) {
      config.withApiServerFlag(flag);
    }
    KubeAPIServer server = new KubeAPIServer(config.build());
    server.start();
    ApiServer started = new ApiServer(name, server, folder, address, ca);
    // For builds that are interrupted: its processes would outlive them.
    Runtime.getRuntime().addShutdownHook(new Thread(started::close));
    return started;
  }

  private static void layKeys(Path folder, RootCa ca, String address) {
    KeyedCertificate serving =
        ca.issue(
            // The key also signs ServiceAccount tokens; kube-apiserver takes no PKCS #8 of an EC
            // key for that.
            KeyKind.RSA_2048,
            new GeneralName(GeneralName.iPAddress, LOOPBACK),
            new GeneralName(GeneralName.iPAddress, address),
            new GeneralName(GeneralName.dNSName, "kubernetes.default.svc"));
    // The CA too: kube-api-test's own kubectl takes this file for the CA.
    write(folder.resolve(CertManager.API_SERVER_CERT_NAME), serving.certificate() + ca.pem());
    write(folder.resolve(CertManager.API_SERVER_KEY_NAME), serving.key());
    CertManager.generateKeyAndCertificate(
        "O=system:masters,CN=kubeapitest",
        folder.resolve(CertManager.CLIENT_KEY_NAME).toFile(),
        folder.resolve(CertManager.CLIENT_CERT_NAME).toFile());
  }

  String name() {
    return name;
  }

  /** A client that may do everything. */
  public KubernetesClient admin() {
    return admin;
  }

  /** A kubeconfig that may do everything. */
  public Path adminKubeconfig() {
    return adminKubeconfig;
  }

  /** A kubeconfig of a ServiceAccount, in the form that {@code istioctl} writes. */
  public String kubeconfigOf(String namespace, String serviceAccount, String clusterName) {
    return Kubeconfig.withToken(
        clusterName, url, certificateAuthority, tokenOf(namespace, serviceAccount));
  }

  public String url() {
    return url;
  }

  /** Whom callers must trust, in PEM. */
  public String certificateAuthority() {
    return certificateAuthority;
  }

  /**
   * A token of a ServiceAccount, by the TokenRequest API.
   *
   * @param audiences whom it is for; none for the API server itself
   */
  public String tokenOf(String namespace, String serviceAccount, String... audiences) {
    return admin
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(serviceAccount)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audiences)
                .withExpirationSeconds(Duration.ofHours(2).toSeconds())
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  /** The same token, but as this server would have signed it hours ago: it has expired. */
  public String expired(String token) {
    return ServiceAccountToken.expired(token, serviceAccountKey);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (running.getAndSet(false)) {
      admin.close();
      server.stop();
    }
  }
}
