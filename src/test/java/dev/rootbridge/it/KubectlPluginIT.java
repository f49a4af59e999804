package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged program as docs/command.md makes a kubectl plugin of it, on a real API server. */
@OnRealClusters
class KubectlPluginIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```$(.*?)^```$");

  private static Clusters clusters;

  @BeforeAll
  static void makeThePlugin(Clusters running) throws IOException {
    clusters = running;
    Matcher first = BLOCK.matcher(Files.readString(Path.of("docs/command.md")));
    assertThat(first.find()).isTrue();
    Command.of("sh", "-e", "-c", first.group(1)).succeed();
    running.kubectl().on(running.b(), "apply", "-f", "webhook-config/crd").succeed();
    running
        .kubectl()
        .on(running.b(), "wait", "--for", "condition=Established", "crd", "--all")
        .succeed();
  }

  @Test
  void kubectlRunsItWithTheCallersKubeconfig() {
    Command.Result run = kubectl("rootbridge", "status", "nowhere");
    assertThat(run.exitCode()).isEqualTo(1);
    // Nothing else: no log of a server or of a library.
    assertThat(run.errors())
        .isEqualTo("error: there is no FederatedTrustDomain nowhere: see kubectl get ftd\n");
  }

  @Test
  void programsReadItsOutput() {
    Command.Result run = kubectl("rootbridge", "status", "-o", "json");
    assertThat(run.output()).startsWith("[");
  }

  @Test
  void theCompletionScriptIsOneThatBashTakes() {
    Command.Result script = kubectl("rootbridge", "completion");
    assertThat(script.exitCode()).isZero();
    Command.of("bash", "-n", "-c", script.output()).succeed();
  }

  private static Command.Result kubectl(String... arguments) {
    return clusters
        .kubectl()
        .on(clusters.b(), arguments)
        .with("PATH", Path.of("target/bin").toAbsolutePath() + ":" + System.getenv("PATH"))
        .run();
  }
}
