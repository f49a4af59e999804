package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectCommandTest {

  private static final String DEPLOYMENT =
      """
      # kept as it is, with this comment
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: checkout}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: checkout
      spec:
        containers:
        - name: istio-proxy
          image: docker.io/istio/proxyv2:1.30.3
          volumeMounts:
          - name: istiod-ca-cert
            mountPath: /var/run/secrets/istio
        volumes:
        - name: istiod-ca-cert
          configMap:
            name: istio-ca-root-cert
      """;

  private static final String FORBIDDEN_POD =
      POD.replace(
          "  name: checkout\n",
          """
            name: checkout
            annotations:
              rootbridge.dev/trust-domains: cluster-c.example
          """);

  @TempDir private Path folder;

  @Test
  void aPodIsPatchedAndTheRestIsPrintedAsItWas() throws IOException {
    CommandRun run = run(DEPLOYMENT + "---\n" + POD);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith(DEPLOYMENT + "---\n");
    JsonNode pod = new YAMLMapper().readTree(run.out().substring(DEPLOYMENT.length() + 4));
    assertThat(pod.at("/spec/volumes/1/configMap/name").textValue()).isEqualTo("rootbridge-trust");
    assertThat(pod.at("/spec/containers/0/volumeMounts"))
        .extracting(mount -> mount.path("mountPath").textValue())
        .containsExactly("/var/run/secrets/istio", "/etc/istio/extra-certs", "/etc/certs");
    assertThat(run.err())
        .containsSubsequence(
            "Deployment/checkout: not a Pod, printed as it is",
            "Pod/checkout: Injected: The proxy reads");
  }

  @Test
  void theOutputIsAFixedPoint() throws IOException {
    CommandRun once = run(DEPLOYMENT + "---\n" + POD);
    CommandRun twice = run(once.out());

    assertThat(twice.out()).isEqualTo(once.out());
  }

  @Test
  void aPodThatStaysAsItIsKeepsItsText() throws IOException {
    String plain = "apiVersion: v1\nkind: Pod # no proxy\nmetadata: {name: plain}\nspec: {}\n";
    CommandRun run = run(plain);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(plain);
    assertThat(run.err()).contains("Pod/plain: Untouched: The pod has no container istio-proxy");
  }

  @Test
  void aNameThatCantBeHadIsWarnedOf() throws IOException {
    CommandRun run = run(FORBIDDEN_POD);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("TrustDomainUnknown: no FederatedTrustDomain has 'cluster-c.example'");
  }

  @Test
  void strictDeniesItAndPrintsNothing() throws IOException {
    CommandRun run = run(DEPLOYMENT + "---\n" + FORBIDDEN_POD, "--strict");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Pod/checkout: denied: TrustDomainUnknown: no FederatedTrustDomain has");
  }

  @Test
  void aliasesAreRefusedRatherThanMisread() throws IOException {
    CommandRun run = run("a: &x 1\nb: *x\n");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("aliases (*x) aren't supported");
  }

  @Test
  void whatIsNoYamlIsRefused() throws IOException {
    CommandRun run = run("kind: [Pod\n");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("not valid YAML");
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run =
        CommandRun.of(
            new InjectCommand(),
            "-f",
            folder.resolve("none.yaml").toString(),
            "--trust-domains",
            "b.example");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("none.yaml: can't be read");
  }

  @Test
  void whatIsNoTrustDomainIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("in.yaml"), POD);
    CommandRun run =
        CommandRun.of(
            new InjectCommand(), "-f", file.toString(), "--trust-domains", "spiffe://b.example");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'spiffe://b.example': a trust domain holds only");
  }

  @Test
  void standardInputIsReadForADash() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(DEPLOYMENT.getBytes(StandardCharsets.UTF_8)));
    try {
      CommandRun run =
          CommandRun.of(new InjectCommand(), "-f", "-", "--trust-domains", "cluster-b.example");
      assertThat(run.out()).isEqualTo(DEPLOYMENT);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() throws IOException {
    CommandRun run = run("kind: Pod\nkind: Job\n");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("in.yaml: not valid YAML: Duplicate");
  }

  private CommandRun run(String input, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("in.yaml"), input);
    List<String> arguments =
        new ArrayList<>(List.of("-f", file.toString(), "--trust-domains", "cluster-b.example"));
    arguments.addAll(List.of(more));
    return CommandRun.of(new InjectCommand(), arguments.toArray(String[]::new));
  }
}
