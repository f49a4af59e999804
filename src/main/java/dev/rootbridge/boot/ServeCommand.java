package dev.rootbridge.boot;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/** Stands in the list of commands; {@link Rootbridge} takes the short way to the same. */
@Command(name = "serve", description = "Run the server; so does no command at all.")
final class ServeCommand implements Runnable {

  @Override
  public void run() {
    Quarkus.run();
  }
}
