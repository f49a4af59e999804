package dev.rootbridge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the commands that need no server. */
@Command(
    name = "rootbridge",
    description = "Federates Istio clusters that keep different root CAs.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BundleCommand.class, InjectCommand.class, VersionCommand.class})
public final class RootbridgeCommand {

  /** The commands, ready to be run or added to. */
  public static CommandLine commandLine() {
    return new CommandLine(new RootbridgeCommand());
  }
}
