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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(run.err()).contains("none.yaml: can't be read: there is no such file");
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
  void thePodsOfAListArePatchedAndTheRestOfItStays() throws IOException {
    String list =
        "apiVersion: v1\nkind: List\nitems:\n- "
            + DEPLOYMENT.replaceFirst("#.*\n", "").strip().indent(2).strip()
            + "\n- "
            + POD.indent(2).strip()
            + "\n";

    CommandRun run = run(list);

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode patched = new YAMLMapper().readTree(run.out());
    assertThat(patched.at("/kind").textValue()).isEqualTo("List");
    assertThat(patched.at("/items/0")).isEqualTo(new YAMLMapper().readTree(DEPLOYMENT));
    assertThat(patched.at("/items/1/spec/volumes/1/configMap/name").textValue())
        .isEqualTo("rootbridge-trust");
    assertThat(run.err()).contains("Deployment/checkout: not a Pod", "Pod/checkout: Injected:");
  }

  @Test
  void aListOfNoPodsKeepsItsText() throws IOException {
    String list = "apiVersion: v1\nkind: List # of nothing\nitems: []\n";

    assertThat(run(list).out()).isEqualTo(list);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n---\n", "null\n"})
  void anEmptyInputIsRefused(String empty) throws IOException {
    CommandRun run = run(empty);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).endsWith("in.yaml: is empty: give it Pods, in YAML or JSON\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just words\n", "42\n", "[a, b]\n"})
  void whatIsNoObjectIsRefused(String input) throws IOException {
    CommandRun run = run(input);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .endsWith("in.yaml: holds something else than objects: give it Pods, in YAML or JSON\n");
  }

  @Test
  void lineEndsOfWindowsAreKept() throws IOException {
    String input = DEPLOYMENT + "---\n" + POD;

    CommandRun run = run(input.replace("\n", "\r\n"));

    assertThat(run.out()).isEqualTo(run(input).out().replace("\n", "\r\n"));
  }

  @Test
  void whatIsNotUtf8IsRefusedRatherThanDamaged() throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, POD.replace("checkout", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));

    CommandRun run =
        CommandRun.of(
            new InjectCommand(), "-f", file.toString(), "--trust-domains", "cluster-b.example");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(file + ": is not text in UTF-8: convert it, for example with iconv\n");
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
