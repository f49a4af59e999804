package dev.rootbridge.boot;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/** Stands in the list of commands; {@link Rootbridge} takes the short way to the same. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the server; so does no command at all. Its settings aren't options.",
    footerHeading = "%nExample:%n",
    footer = "  ROOTBRIDGE_LOCAL_TRUST_DOMAIN=cluster-a.example rootbridge serve")
final class ServeCommand implements Runnable {

  @Override
  public void run() {
    Quarkus.run();
  }
}
