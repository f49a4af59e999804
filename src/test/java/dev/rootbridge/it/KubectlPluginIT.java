package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged program as docs/command.md makes a kubectl plugin of it, on a real API server. */
@OnRealClusters
class KubectlPluginIT {

  private static Clusters clusters;

  @BeforeAll
  static void makeThePlugin(Clusters running) {
    clusters = running;
    CommandBlock first = CommandBlock.in(Path.of("docs/command.md")).get(0);
    Command.of("sh", "-e", "-c", first.text()).succeed();
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
