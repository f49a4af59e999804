package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleInspectCommandTest {

  private static final Clock CLOCK = Clock.fixed(TestCertificate.NOW, ZoneOffset.UTC);
  private static final TestCertificate A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate WEAK =
      TestCertificate.ca("CN=Weak").key(TestKey.RSA1024).mint();

  @TempDir private Path directory;

  @Test
  void printsATable() throws IOException {
    Path file = write("a.pem", "# mine\n" + A.pem());

    CommandRun run = run(file.toString());

    String place = file + ":2";
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                0,
                """
                PLACE%s  SHA-256%s  KEY    NOT AFTER             VOUCHES FOR     SUBJECT
                %s  %s  P-256  2036-11-12T12:00:00Z  every identity  CN=Root CA,O=Istio
                """
                    .formatted(
                        " ".repeat(place.length() - 5),
                        " ".repeat(64 - 7),
                        place,
                        A.anchor().fingerprint()),
                ""));
  }

  @Test
  void showsWhatARenderedBundleVouchesForWithoutFindings() throws IOException {
    Path a = write("a.pem", A.pem());
    Path b = write("b.pem", TestCertificate.root("CN=B").pem());
    CommandRun rendered =
        CommandRun.of(
            new BundleRenderCommand(CLOCK),
            "--local",
            a.toString(),
            "--trust-domain",
            "cluster-b.example=" + b);

    CommandRun run = run(write("bundle.pem", rendered.out()).toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out()).contains("  every identity     ").contains("  cluster-b.example  CN=B\n");
  }

  @Test
  void anErrorIsShownAndIsTheExitCode() throws IOException {
    Path file = write("weak.pem", A.pem() + WEAK.pem());

    CommandRun run = run(file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .endsWith(
            "%s:%d: error: key-strength: its RSA key has 1024 bits, at least 2048 are needed\n"
                .formatted(file, A.pem().lines().count() + 1));
  }

  @Test
  void aConstraintThatTheRawRootVoidsIsAnError() throws IOException {
    TestCertificate root = TestCertificate.root("CN=B");
    Path b = write("b.pem", root.pem());
    CommandRun rendered =
        CommandRun.of(
            new BundleRenderCommand(CLOCK),
            "--local",
            write("a.pem", A.pem()).toString(),
            "--trust-domain",
            "cluster-b.example=" + b);
    Path pooled = write("pooled.pem", rendered.out() + root.pem());
    long line = rendered.out().lines().count() + 1;

    CommandRun run = run(pooled.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            pooled + ":" + line + ": error: key-used-twice: its public key is also that of the")
        .endsWith(
            ": proxies may take either, so that the name constraint of one is void; remove the"
                + " other\n");
  }

  @Test
  void aCertificateThatIsThereTwiceIsAnErrorInOneFileOnly() throws IOException {
    Path once = write("once.pem", A.pem());
    Path again = write("again.pem", A.pem());
    Path twice = write("twice.pem", A.pem() + A.pem());

    assertThat(run(once.toString(), again.toString()).exitCode()).isZero();
    assertThat(run(twice.toString()).exitCode()).isEqualTo(1);
    assertThat(run(twice.toString()).err())
        .isEqualTo(
            "%s:%d: error: key-used-twice: its public key is also that of the certificate in line 1: leave one of the two, since proxies may take either\n"
                .formatted(twice, A.pem().lines().count() + 1));
  }

  @Test
  void theTrustDomainIsCheckedOnRequest() throws IOException {
    String pem = TestCertificate.ca("CN=B").uris("spiffe://cluster-b.example").mint().pem();
    String file = write("b.pem", pem).toString();

    assertThat(run(file).exitCode()).isZero();
    assertThat(run(file, "--trust-domain", "cluster-b.example").exitCode()).isZero();
    assertThat(run(file, "--trust-domain", "cluster-a.example").exitCode()).isEqualTo(1);
  }

  @Test
  void printsJsonAndTheSameAsYaml() throws IOException {
    Path file = write("weak.pem", WEAK.pem());

    JsonNode json = new ObjectMapper().readTree(run(file.toString(), "-o", "json").out());
    JsonNode yaml = new YAMLMapper().readTree(run(file.toString(), "-o", "yaml").out());

    assertThat(json)
        .isEqualTo(yaml)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{"file": "%s", "line": 1, "sha256": "%s", "publicKeySha256": "%s",
                      "subject": "CN=Weak", "issuer": "CN=Weak", "key": "RSA 1024",
                      "notBefore": "2025-11-15T12:00:00Z", "notAfter": "2036-11-12T12:00:00Z",
                      "constrained": false, "permittedUriHosts": [],
                      "findings": [{
                        "rule": "key-strength",
                        "severity": "error",
                        "citation": "CA/B Baseline Requirements, section 6.1.5",
                        "message": "its RSA key has 1024 bits, at least 2048 are needed"}]}]
                    """
                        .formatted(
                            file, WEAK.anchor().fingerprint(), WEAK.anchor().keyFingerprint())));
  }

  @Test
  void aFileThatIsRejectedDoesntHideTheOthers() throws IOException {
    Path good = write("a.pem", A.pem());
    Path bad = write("bad.pem", A.keyPem());

    CommandRun run = run(bad.toString(), good.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith(bad + ":1: error: a block PRIVATE KEY");
    assertThat(run.out()).contains(A.anchor().fingerprint().hex());
  }

  @Test
  void wrongUsageExitsWithTwo() {
    assertThat(run().exitCode()).isEqualTo(2);
    assertThat(run("nowhere.pem").exitCode()).isEqualTo(2);
    assertThat(run("x.pem", "-o", "xml").err()).contains("it is table, json or yaml");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(new BundleInspectCommand(CLOCK), args);
  }
}
