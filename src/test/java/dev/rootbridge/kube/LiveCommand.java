package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rootbridge.cli.RootbridgeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command that asks a cluster gave, run as a person would.
 *
 * @param out its standard output
 * @param err its standard error
 */
public record LiveCommand(int exitCode, String out, String err) {

  /** With the kubeconfig of a file, and no colours. */
  public static LiveCommand run(Path kubeconfig, String... words) {
    return run(Ansi.OFF, kubeconfig, words);
  }

  /** As on a terminal with colours. */
  static LiveCommand runColoured(Path kubeconfig, String... words) {
    return run(Ansi.ON, kubeconfig, words);
  }

  private static LiveCommand run(Ansi ansi, Path kubeconfig, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--kubeconfig=" + kubeconfig);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        RootbridgeCommand.commandLine()
            .setColorScheme(Help.defaultColorScheme(ansi))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new LiveCommand(exitCode, out.toString(), err.toString());
  }

  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(this + " printed no JSON", e);
    }
  }
}
