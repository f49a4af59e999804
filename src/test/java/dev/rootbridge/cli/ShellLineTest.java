package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShellLineTest {

  @Test
  void whatAShellWouldReadOtherwiseIsQuoted() {
    assertThat(
            new ShellLine("rootbridge status")
                .with("--context", Optional.of("arn:aws:eks:eu-west-1:1:cluster/a"))
                .with("--name", Optional.empty())
                .with("--server", Optional.of("it's; $(here)")))
        .hasToString(
            "rootbridge status --context arn:aws:eks:eu-west-1:1:cluster/a"
                + " --server 'it'\\''s; $(here)'");
  }
}
