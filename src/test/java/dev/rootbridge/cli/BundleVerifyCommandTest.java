package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVerifyCommandTest {

  private static final Clock CLOCK = Clock.fixed(TestCertificate.NOW, ZoneOffset.UTC);
  private static final TestCertificate A = TestCertificate.root("O=Istio,CN=Root CA");
  private static final TestCertificate B = TestCertificate.root("CN=B");

  @TempDir private Path directory;
  private Path bundle;

  @BeforeEach
  void renderBundle() throws IOException {
    Path a = write("a.pem", A.pem());
    Path b = write("b.pem", B.pem());
    CommandRun rendered =
        CommandRun.of(
            new BundleRenderCommand(CLOCK),
            "--local",
            a.toString(),
            "--trust-domain",
            "cluster-b.example=" + b);
    bundle = write("bundle.pem", rendered.out());
  }

  @Test
  void saysAsWhomAndByWhichAnchor() throws IOException {
    TestCertificate intermediate = B.intermediate("CN=Intermediate").mint();
    String chain =
        intermediate.workload("spiffe://cluster-b.example/ns/x/sa/y").mint().pem()
            + intermediate.pem();

    CommandRun run = verify(chain);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("trusted: spiffe://cluster-b.example/ns/x/sa/y"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "by:      CN=Intermediate (sha256:%s)"
                            .formatted(intermediate.anchor().fingerprint())),
            line -> assertThat(line).startsWith("anchor:  CN=B (sha256:"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "         %s:%d, which vouches for cluster-b.example only"
                            .formatted(bundle, A.pem().lines().count() + 3)));
  }

  @Test
  void aLocalAnchorVouchesForEverything() throws IOException {
    CommandRun run = verify(A.workload("spiffe://cluster-a.example/ns/x/sa/y").mint().pem());

    assertThat(run.out())
        .endsWith("         %s:2, which vouches for every identity\n".formatted(bundle));
  }

  @Test
  void saysWhyNot() throws IOException {
    CommandRun run = verify(B.workload("spiffe://cluster-a.example/ns/x/sa/y").mint().pem());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("refused: OutsideNameConstraints: CN=B (sha256:")
        .endsWith(") may not vouch for cluster-a.example\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aRejectedFileNamesTheLine() throws IOException {
    CommandRun run = verify("junk");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "%s:1: error: there is no certificate in the source\n"
                .formatted(directory.resolve("chain.pem")));
  }

  @Test
  void wrongUsageExitsWithTwo() {
    assertThat(CommandRun.of(new BundleVerifyCommand(CLOCK)).exitCode()).isEqualTo(2);
  }

  private CommandRun verify(String chain) throws IOException {
    return CommandRun.of(
        new BundleVerifyCommand(CLOCK),
        "--bundle",
        bundle.toString(),
        "--chain",
        write("chain.pem", chain).toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
