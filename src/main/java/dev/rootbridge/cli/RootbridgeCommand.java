package dev.rootbridge.cli;

import dev.rootbridge.kube.ClusterAccessException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The root of the commands: those on files, and those that ask the caller's clusters. */
@Command(
    name = "rootbridge",
    description = "Federates Istio clusters that keep different root CAs.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:all is as it should be",
      "1:what was asked about is not as it should be, or isn't there",
      "2:the command line or the input is wrong",
      "3:a cluster gave no answer: not reached, not allowed, or without Rootbridge",
      "70:a fault of the command itself, which it prints"
    },
    subcommands = {
      DoctorCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      WhoCanMintCommand.class,
      MapCommand.class,
      FederateCommand.class,
      DistrustCommand.class,
      ApproveCommand.class,
      BundleCommand.class,
      InjectCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    })
public final class RootbridgeCommand {

  /** The commands, ready to be run or added to. */
  public static CommandLine commandLine() {
    return new CommandLine(new RootbridgeCommand())
        .setExecutionExceptionHandler(RootbridgeCommand::tell);
  }

  private static int tell(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ClusterAccessException) {
      new Diagnostics(command.getErr()).error(failure.getMessage());
      return ExitCodes.NO_ANSWER;
    }
    command.getErr().println(command.getColorScheme().richStackTraceString(failure));
    return ExitCodes.CRASHED;
  }
}
