package dev.rootbridge.boot;

import dev.rootbridge.cli.RootbridgeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The help of each command, as it is printed. */
final class CommandPage {

  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  static String text() {
    CommandLine root = RootbridgeCommand.commandLine().addSubcommand(new ServeCommand());
    return new CommandPage().page(root);
  }

  private String page(CommandLine root) {
    text.append(
        """
        # Commands

        %s
        What they are for, and what you must be allowed to do: [command.md](../command.md).
        """
            .formatted(ReferencePagesTest.GENERATED));
    append(root);
    return text.toString();
  }

  private void append(CommandLine command) {
    command.setUsageHelpWidth(WIDTH);
    text.append(
        "\n## %s\n\n```text\n%s\n```\n"
            .formatted(
                command.getCommandSpec().qualifiedName(),
                command.getUsageMessage(Ansi.OFF).replaceAll("(?m)[ \\t]+$", "").stripTrailing()));
    command.getSubcommands().values().stream()
        .distinct()
        .filter(subcommand -> !subcommand.getCommandSpec().usageMessage().hidden())
        .forEach(this::append);
  }
}
