package dev.rootbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What holds for every command. */
class RootbridgeCommandTest {

  private static final List<String> OFFLINE = List.of("bundle", "inject", "completion", "version");

  static Stream<CommandLine> commandsThatAskACluster() {
    return RootbridgeCommand.commandLine().getSubcommands().entrySet().stream()
        .filter(command -> !OFFLINE.contains(command.getKey()))
        .map(command -> command.getValue());
  }

  @ParameterizedTest
  @MethodSource("commandsThatAskACluster")
  void aCommandThatAsksAClusterTellsItsExitCodesAndGivesExamples(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(help)
        .contains("Examples:\n", "\n  rootbridge " + command.getCommandName())
        .contains("Exit codes:\n  0 ", "  2   the command line is wrong\n", "  3   ")
        .contains("--kubeconfig", "-o, --output");
  }

  static Stream<CommandLine> commandsThatDoSomething() {
    return leaves(RootbridgeCommand.commandLine());
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(RootbridgeCommandTest::leaves);
  }

  @ParameterizedTest
  @MethodSource("commandsThatDoSomething")
  void everyCommandHasHelpWithExamples(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(help)
        .containsPattern("Examples?:\\n")
        .contains(command.getCommandSpec().qualifiedName())
        .contains("--help");
  }

  @Command(name = "crash")
  private static final class Crash implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("a fault");
    }
  }

  @Test
  void aFaultOfTheCommandIsNotTakenForAnAnswer() {
    StringWriter err = new StringWriter();
    int exitCode =
        RootbridgeCommand.commandLine()
            .addSubcommand(new Crash())
            .setErr(new PrintWriter(err))
            .execute("crash");
    assertThat(exitCode).isEqualTo(70);
    assertThat(err.toString()).contains("IllegalStateException: a fault");
  }

  @Test
  void theDocumentNamesEveryCommand() throws IOException {
    String document = Files.readString(Path.of("docs/command.md"));
    assertThat(RootbridgeCommand.commandLine().getSubcommands().keySet())
        .allSatisfy(name -> assertThat(document).contains("`" + name));
  }

  @Test
  void theCompletionScriptKnowsEachCommand() {
    CommandRun run = CommandRun.of(new RootbridgeCommand(), "completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("complete -F _complete_rootbridge", "who-can-mint", "distrust");
  }
}
