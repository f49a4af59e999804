package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools that people look at bundles with read what we render, comments and all. */
class BundleReadersIT {

  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate ROOT_A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate ROOT_B = TestCertificate.root("O=Istio,CN=Root CA");

  /** What a tool printed, both streams, and how it ended. */
  private record ToolRun(int exitCode, String output) {}

  @TempDir private Path directory;
  private Path bundle;

  @BeforeEach
  void render() throws IOException {
    String text =
        TestFederation.rendered(
            TestFederation.bundle(A, ROOT_A), TestFederation.constrained(B, ROOT_B));
    bundle = Files.writeString(directory.resolve("root-cert.pem"), text);
  }

  @Test
  void opensslAcceptsAnchorsAsTheyStandWithPartialChain() throws IOException, InterruptedException {
    assertThat(opensslVerify(ROOT_A, "spiffe://cluster-a.example/x", "-partial_chain").exitCode())
        .isZero();
    assertThat(opensslVerify(ROOT_B, "spiffe://cluster-b.example/x", "-partial_chain").exitCode())
        .isZero();
  }

  @Test
  void opensslHoldsThemToTheirConstraints() throws IOException, InterruptedException {
    ToolRun run = opensslVerify(ROOT_B, "spiffe://cluster-a.example/x", "-partial_chain");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.output()).contains("permitted subtree violation");
  }

  @Test
  void withoutPartialChainOpensslWantsTheIssuerThatNobodyHas()
      throws IOException, InterruptedException {
    assertThat(opensslVerify(ROOT_B, "spiffe://cluster-b.example/x").exitCode()).isNotZero();
  }

  @Test
  void keytoolReadsEveryCertificate() throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");

    ToolRun run = run(keytool.toString(), "-printcert", "-file", bundle.toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).contains("Certificate[1]:", "Certificate[2]:");
    assertThat(run.output().replace(":", "").toLowerCase(Locale.ROOT))
        .contains(ROOT_A.anchor().fingerprint().hex());
  }

  private ToolRun opensslVerify(TestCertificate root, String id, String... options)
      throws IOException, InterruptedException {
    assumeTrue(
        opensslIsInstalled() || System.getenv("CI") != null, "skipped: openssl is not installed");
    Path leaf = directory.resolve("leaf.pem");
    Files.writeString(leaf, root.workload(id).realTime().mint().pem());
    List<String> command = new ArrayList<>(List.of("openssl", "verify"));
    command.addAll(List.of(options));
    command.addAll(List.of("-CAfile", bundle.toString(), leaf.toString()));
    return run(command.toArray(String[]::new));
  }

  private static boolean opensslIsInstalled() throws InterruptedException {
    try {
      return run("openssl", "version").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static ToolRun run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new ToolRun(process.exitValue(), output);
  }
}
