package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleRenderCommandTest {

  private static final TestCertificate A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate B = TestCertificate.root("O=Istio,CN=Root CA");

  @TempDir private Path directory;
  private Path a;
  private Path b;

  @BeforeEach
  void writeRoots() throws IOException {
    a = Files.writeString(directory.resolve("a-root.pem"), A.pem());
    b = Files.writeString(directory.resolve("b-root.pem"), B.pem());
  }

  @Test
  void printsTheBundleAndNothingElse() {
    CommandRun run = run("--local", a.toString(), "--trust-domain", "cluster-b.example=" + b);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("# cluster.local root sha256:" + A.anchor().fingerprint())
        .contains("# cluster-b.example root sha256:" + B.anchor().fingerprint())
        .contains("Z constrained\n-----BEGIN CERTIFICATE-----")
        .endsWith("\n-----END CERTIFICATE-----\n")
        .doesNotContain(B.pem());
  }

  @Test
  void unconstrainedIsSaidAloud() {
    CommandRun run =
        run(
            "--local",
            a.toString(),
            "--trust-domain",
            "cluster-b.example=" + b,
            "--constraint",
            "none");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(B.pem());
    assertThat(run.err())
        .isEqualTo(
            "warning: unconstrained: the CAs of [cluster-b.example] can mint every identity, this"
                + " cluster's included\n");
  }

  @Test
  void aConflictNamesFileAndLine() throws IOException {
    Path shared = Files.writeString(directory.resolve("shared.pem"), "# A's\n" + A.pem());

    CommandRun run = run("--local", a.toString(), "--trust-domain", "cluster-b.example=" + shared);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            shared
                + ":2: error: SharedWithLocalRoot: cluster-b.example: its public key is that of a local root: clusters that"
                + " share a root need no federation\n");
  }

  @Test
  void aRejectedFileNamesTheLine() throws IOException {
    Path withKey = Files.writeString(directory.resolve("key.pem"), B.pem() + B.keyPem());

    CommandRun run = run("--local", a.toString(), "--trust-domain", "cluster-b.example=" + withKey);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "%s:%d: error: a block PRIVATE KEY".formatted(withKey, B.pem().lines().count() + 1));
  }

  @Test
  void aWeakLocalRootIsUsedWithAWarning() throws IOException {
    TestCertificate weak = TestCertificate.ca("CN=Weak").key(TestKey.RSA1024).mint();
    Path file = Files.writeString(directory.resolve("weak.pem"), weak.pem());

    CommandRun run = run("--local", file.toString(), "--trust-domain", "cluster-b.example=" + b);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "%s:1: warning: key-strength: its RSA key has 1024 bits, at least 2048 are needed\n"
                .formatted(file));
  }

  @Test
  void aBundleThatDoesntFitNamesTheLargestDomain() throws IOException {
    String[] names =
        IntStream.range(0, 100).mapToObj(i -> "n%099d".formatted(i)).toArray(String[]::new);
    StringBuilder roots = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      roots.append(TestCertificate.ca("CN=Large " + i).dns(names).mint().pem());
    }
    Path large = Files.writeString(directory.resolve("large.pem"), roots);

    CommandRun run =
        run(
            "--local",
            a.toString(),
            "--trust-domain",
            "cluster-b.example=" + b,
            "--trust-domain",
            "cluster-c.example=" + large);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .matches(
            "error: the bundle has \\d+ bytes, the limit is 1000000; most are of cluster-c.example"
                + " \\(\\d+ bytes\\): trust fewer roots of it, or fewer domains\n");
  }

  @Test
  void aRootThatProxiesMayTakeForTheLocalOneIsSaid() throws IOException {
    TestCertificate lookAlike =
        TestCertificate.ca("O=Istio,CN=Root CA").withoutKeyIdentifiers().mint();
    Path file = Files.writeString(directory.resolve("look-alike.pem"), lookAlike.pem());

    CommandRun run = run("--local", a.toString(), "--trust-domain", "cluster-b.example=" + file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            file
                + ":1: error: LooksLikeAnotherRoot: cluster-b.example: proxies can't tell it from the local root sha256:"
                + A.anchor().fingerprint());
  }

  @Test
  void wrongUsageExitsWithTwo() {
    assertThat(run("--local", a.toString()).exitCode()).isEqualTo(2);
    CommandRun noFile = run("--local", "nowhere.pem", "--trust-domain", "b.example=" + b);
    assertThat(noFile.exitCode()).isEqualTo(2);
    assertThat(noFile.err()).startsWith("can't read nowhere.pem");
    CommandRun noDomain = run("--local", a.toString(), "--trust-domain", b.toString());
    assertThat(noDomain.err()).contains("a trust domain and a file are needed");
    CommandRun both =
        run(
            "--local",
            a.toString(),
            "--trust-domain",
            "b.example=" + b,
            "--constraint=none",
            "--dns=forbid");
    assertThat(both.err()).startsWith("--dns forbid needs --constraint trust-domain");
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(
        new BundleRenderCommand(Clock.fixed(TestCertificate.NOW, ZoneOffset.UTC)), args);
  }
}
