package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code certs/}, run as a person runs them; openssl and a cluster judge. */
@OnRealClusters
class CertScriptsIT {

  private static final String HOST = "rootbridge.rootbridge-system.svc";

  @TempDir private Path out;

  /** What API servers believe is kept through a renewal, and so from test to test. */
  @BeforeEach
  void nobodyIsBelieved(Clusters clusters) {
    registration(clusters.b()).delete();
  }

  @Test
  void theServingCertificateIsForTheServiceAndItsCaAlone() {
    serving().succeed();
    assertServes();
    assertThat(Command.of("openssl", "x509", "-noout", "-text", "-in", file("tls.crt")).succeed())
        .contains("prime256v1", "DNS:" + HOST, "CA:FALSE", "TLS Web Server Authentication");
  }

  @Test
  void theKeyIsForItsOwnerAloneAndTheCaHasNone() throws IOException {
    serving().succeed();
    assertThat(out)
        .isDirectoryNotContaining("glob:**ca.key")
        .isDirectoryContaining("glob:**tls.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path("tls.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsThereIsReplacedByForceOnly() throws IOException {
    serving().succeed();
    String first = Files.readString(path("tls.crt"));

    Command.Result refused = serving().run();

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.errors()).contains("tls.key exists", "--force");
    assertThat(path("tls.crt")).hasContent(first);

    String oldCa = Files.readString(path("ca.crt"));
    serving("--force").succeed();
    assertThat(Files.readString(path("tls.crt"))).isNotEqualTo(first);
    assertThat(Files.readString(path("ca.crt"))).endsWith(oldCa).isNotEqualTo(oldCa);
    assertServes();
  }

  @Test
  void itCanBeForAFurtherNameOrAddressToo() {
    serving("--host", "rootbridge.primary.example").succeed();
    assertThat(names()).contains("DNS:rootbridge.primary.example").doesNotContain("IP Address");

    serving("--force", "--host", "203.0.113.7").succeed();
    assertThat(names()).contains("IP Address:203.0.113.7").doesNotContain("primary");

    serving("--force", "--host", "rootbridge.eu-west-1", "--host", "2001:db8::7").succeed();
    assertThat(names()).contains("DNS:rootbridge.eu-west-1", "IP Address:2001:DB8:0:0:0:0:0:7");

    assertThat(serving("--force", "--host", "a,IP:1").run().errors()).contains("--host takes");
  }

  private String names() {
    return Command.of("openssl", "x509", "-in", file("tls.crt"), "-noout", "-ext", "subjectAltName")
        .succeed();
  }

  @Test
  void aFailureOfOpensslIsToldAndLeavesNothingBehind() {
    Command.Result failed = serving("--days", "99999999999").run();
    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.errors()).isNotEmpty();
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void applyingItStoresTheSecretAndSetsTheCaBundle(Clusters clusters) throws IOException {
    ApiServer cluster = clusters.b();
    IstioMesh.install(cluster, "cluster-b");
    clusters.kubectl().apply(cluster, Installation.MANIFESTS);

    applying(clusters, "--apply").succeed();
    assertApplied(cluster);
    applying(clusters, "--force", "--apply").succeed();
    assertApplied(cluster);
  }

  /** Running pods show the certificate before until they have the new one. */
  @Test
  void renewedFromAnotherMachineTheCaBeforeStaysBelieved(Clusters clusters, @TempDir Path another)
      throws IOException {
    ApiServer cluster = clusters.b();
    IstioMesh.install(cluster, "cluster-b");
    clusters.kubectl().apply(cluster, Installation.MANIFESTS);
    applying(clusters, "--apply").succeed();
    String before = Files.readString(path("ca.crt"));

    onPath(clusters, Command.of("certs/serving", "--out", another.toString(), "--apply")).succeed();

    String next = Files.readString(another.resolve("ca.crt"));
    assertThat(next).isNotEqualTo(before);
    assertThat(caBundle(cluster)).isEqualTo(next + before);
  }

  /** The command that the chart's notes have is for that very installation. */
  @Test
  void itIsForWhereTheChartWasInstalledToo(Clusters clusters) throws IOException {
    ApiServer cluster = clusters.b();
    IstioMesh.install(cluster, "cluster-b");
    clusters.kubectl().apply(cluster, Installation.MANIFESTS);
    cluster
        .admin()
        .resource(new NamespaceBuilder().withNewMetadata().withName("trust").endMetadata().build())
        .serverSideApply();
    String command =
        HelmChart.notes(
                "trust",
                HelmChart.values(
                    "serving: {mode: files, secretName: mine, hosts: [r.example, 203.0.113.7]}"))
            .lines()
            .filter(line -> line.contains("certs/serving "))
            .map(line -> line.replaceFirst(".*certs/serving ", ""))
            .findFirst()
            .orElseThrow();

    applying(clusters, command.split(" ")).succeed();

    assertThat(names())
        .contains("DNS:rootbridge.trust.svc,", "DNS:r.example", "IP Address:203.0.113.7")
        .doesNotContain("rootbridge-system");
    assertApplied(cluster, "trust", "mine");
    // What is in the folder is used only where it fits.
    assertThat(applying(clusters, "--apply").run().errors())
        .contains("is not for rootbridge.rootbridge-system.svc");
    assertThat(serving("--namespace", "a b").run().errors()).contains("--namespace takes");
    assertThat(serving("--secret", "a/b").run().errors()).contains("--secret takes");
  }

  @Test
  void theCommandsThatAreShownDoTheSame(Clusters clusters) throws IOException {
    ApiServer cluster = clusters.b();
    IstioMesh.install(cluster, "cluster-b");
    clusters.kubectl().apply(cluster, Installation.MANIFESTS);

    String said = applying(clusters).succeed();

    String commands =
        said.lines()
            .filter(line -> line.startsWith("  kubectl"))
            .reduce("set -e", (left, right) -> left + "\n" + right);
    onPath(clusters, Command.of("bash", "-c", commands)).succeed();
    assertApplied(cluster);
  }

  @Test
  void theDemoRootsAreTwo() throws IOException {
    Command.of("certs/demo-roots", out.toString()).succeed();
    for (String root : new String[] {"a-root.pem", "b-root.pem"}) {
      Command.of("openssl", "verify", "-check_ss_sig", "-CAfile", file(root), file(root)).succeed();
    }
    assertThat(Files.readString(path("a-root.pem")))
        .isNotEqualTo(Files.readString(path("b-root.pem")));
    assertThat(Command.of("certs/demo-roots", out.toString()).run().errors()).contains("exists");
  }

  private void assertServes() {
    Command.of(
            "openssl",
            "verify",
            "-no-CApath",
            "-CAfile",
            file("ca.crt"),
            "-purpose",
            "sslserver",
            "-verify_hostname",
            HOST,
            file("tls.crt"))
        .succeed();
  }

  private void assertApplied(ApiServer cluster) throws IOException {
    assertApplied(cluster, "rootbridge-system", "rootbridge-serving-cert");
  }

  private void assertApplied(ApiServer cluster, String namespace, String name) throws IOException {
    Secret secret = cluster.admin().secrets().inNamespace(namespace).withName(name).require();
    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    assertThat(decoded(secret.getData().get("tls.crt")))
        .isEqualTo(Files.readString(path("tls.crt")));
    assertThat(caBundle(cluster)).isEqualTo(Files.readString(path("ca.crt")));
  }

  private static String caBundle(ApiServer cluster) {
    return decoded(
        registration(cluster).require().getWebhooks().get(0).getClientConfig().getCaBundle());
  }

  private static Resource<MutatingWebhookConfiguration> registration(ApiServer cluster) {
    return cluster
        .admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("rootbridge.dev");
  }

  private Command serving(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "certs/serving";
    words[1] = "--out";
    words[2] = out.toString();
    System.arraycopy(options, 0, words, 3, options.length);
    return Command.of(words);
  }

  private Command applying(Clusters clusters, String... options) {
    return onPath(clusters, serving(options));
  }

  /** As a person has it set up: kubectl on the path, and a kubeconfig of the cluster. */
  private static Command onPath(Clusters clusters, Command command) {
    return command
        .with("KUBECONFIG", clusters.b().adminKubeconfig().toString())
        .with("PATH", clusters.kubectl().program().getParent() + ":" + System.getenv("PATH"));
  }

  private Path path(String name) {
    return out.resolve(name);
  }

  private String file(String name) {
    return path(name).toString();
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
