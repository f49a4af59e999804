package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program as a command, as the README runs it: it says what it was asked for and ends,
 * without a server, a cluster or a setting.
 */
class OfflineCommandsIT {

  private static final TestCertificate A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate B = TestCertificate.root("O=Istio,CN=Root CA");
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: checkout}
      spec:
        containers:
        - name: istio-proxy
          volumeMounts: [{name: istiod-ca-cert, mountPath: /var/run/secrets/istio}]
        volumes: [{name: istiod-ca-cert, configMap: {name: istio-ca-root-cert}}]
      """;

  @TempDir private Path directory;
  private Path a;
  private Path b;

  @BeforeEach
  void writeRoots() throws IOException {
    a = write("a-root.pem", A.pem());
    b = write("b-root.pem", B.pem());
  }

  @Test
  void helpOfTheServerStartsNone() throws IOException {
    Command.Result help = rootbridge("serve", "--help");
    assertThat(help.exitCode()).as(help.errors()).isZero();
    assertThat(help.output()).contains("Runs the server", "Example:");
  }

  @Test
  void whatIsRenderedIsInspectedAndVerified() throws IOException {
    Command.Result rendered =
        rootbridge(
            "bundle", "render", "--local", a + "", "--trust-domain", "cluster-b.example=" + b);
    assertThat(rendered.exitCode()).as(rendered.errors()).isZero();
    assertThat(rendered.errors()).isEmpty();
    assertThat(rendered.output())
        .startsWith("# cluster.local root sha256:")
        .endsWith("-----END CERTIFICATE-----\n");
    Path bundle = write("bundle.pem", rendered.output());

    Command.Result inspected = rootbridge("bundle", "inspect", bundle + "", "-o", "json");
    assertThat(inspected.exitCode()).isZero();
    assertThat(inspected.output()).startsWith("[").contains("\"cluster-b.example\"");

    Command.Result trusted = verify(bundle, "spiffe://cluster-b.example/ns/x/sa/y");
    assertThat(trusted.exitCode()).isZero();
    assertThat(trusted.output()).startsWith("trusted: spiffe://cluster-b.example/ns/x/sa/y\n");

    Command.Result refused = verify(bundle, "spiffe://cluster.local/ns/x/sa/y");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).startsWith("refused: OutsideNameConstraints: ");
  }

  @Test
  void aPodOfStandardInputIsPatched() throws IOException {
    Path pods = write("pods.yaml", POD + "---\n" + POD.replace("checkout", "cart"));
    Command.Result patched =
        Command.of(
                "sh",
                "-c",
                String.join(" ", program())
                    + " inject -f - --trust-domains cluster-b.example --namespace shop < "
                    + pods)
            .run();

    assertThat(patched.exitCode()).as(patched.errors()).isZero();
    assertThat(patched.output().split("---\n"))
        .hasSize(2)
        .allSatisfy(pod -> assertThat(pod).contains("/etc/istio/extra-certs"));
    assertThat(patched.errors().lines())
        .allSatisfy(line -> assertThat(line).startsWith("Pod/"))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void severalDomainsAreRenderedAsTheOptionsSay() throws IOException {
    TestCertificate third = TestCertificate.root("O=Istio,CN=Root CA");
    Path c = write("c-root.pem", third.pem());
    Command.Result rendered =
        rootbridge(
            "bundle",
            "render",
            "--local",
            a + "",
            "--trust-domain",
            "cluster-b.example=" + b,
            "--trust-domain",
            "cluster-c.example=" + c,
            "--constraint",
            "none");
    assertThat(rendered.exitCode()).as(rendered.errors()).isZero();
    // Without a constraint, what is published are the roots themselves.
    assertThat(rendered.output()).contains(body(B.pem()), body(third.pem()));

    Command.Result forbidding =
        rootbridge(
            "bundle",
            "render",
            "--local",
            a + "",
            "--trust-domain",
            "cluster-b.example=" + b,
            "--dns",
            "forbid");
    assertThat(forbidding.exitCode()).as(forbidding.errors()).isZero();
    assertThat(forbidding.output()).doesNotContain(body(B.pem()));
    Path bundle = write("forbidding.pem", forbidding.output());
    Command.Result inspected = rootbridge("bundle", "inspect", bundle + "", "-o", "yaml");
    assertThat(inspected.exitCode()).as(inspected.errors()).isZero();
    assertThat(inspected.output()).startsWith("- file: ").contains("cluster-b.example");
  }

  @Test
  void whatMayNotBeTrustedEndsWithOne() throws IOException {
    Path workload =
        write("workload.pem", B.workload("spiffe://cluster-b.example/ns/x/sa/y").mint().pem());
    Command.Result inspected = rootbridge("bundle", "inspect", workload + "");
    assertThat(inspected.exitCode()).isEqualTo(1);
    assertThat(inspected.output() + inspected.errors()).contains("ca-basic-constraint");

    Path twice = write("twice.pem", A.pem() + A.pem());
    assertThat(rootbridge("bundle", "inspect", twice + "").exitCode()).isEqualTo(1);
  }

  private static String body(String pem) {
    return pem.substring(pem.indexOf('\n'), pem.indexOf("-----END"));
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(rootbridge("bundle", "render").exitCode()).isEqualTo(2);
    assertThat(rootbridge("bundle", "inspect", "nowhere.pem").exitCode()).isEqualTo(2);
    assertThat(rootbridge("nonsense").exitCode()).isEqualTo(2);
  }

  private Command.Result verify(Path bundle, String id) throws IOException {
    Instant now = Instant.now();
    TestCertificate workload =
        B.workload(id).valid(now.minusSeconds(3600), now.plusSeconds(3600)).mint();
    Path chain = write("chain.pem", workload.pem());
    return rootbridge("bundle", "verify", "--bundle", bundle + "", "--chain", chain + "");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Command.Result rootbridge(String... arguments) {
    List<String> words = new ArrayList<>(program());
    words.addAll(List.of(arguments));
    return Command.of(words.toArray(String[]::new)).run();
  }

  private static List<String> program() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        System.getProperty("it.jar", "target/quarkus-app/quarkus-run.jar"));
  }
}
