package dev.rootbridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which build this is. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version.",
    footerHeading = "%nExample:%n",
    footer = "  rootbridge version")
final class VersionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(BuildVersion.text());
    return 0;
  }
}
