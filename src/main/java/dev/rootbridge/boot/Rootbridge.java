package dev.rootbridge.boot;

import dev.rootbridge.cli.RootbridgeCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The one entry of the jar. Without arguments, or for {@code serve} alone, it is the server; else
 * it runs the named command, and no part of the server is started for it.
 */
@QuarkusMain
public final class Rootbridge {

  private Rootbridge() {}

  public static void main(String... args) {
    if (args.length == 0 || (args.length == 1 && args[0].equals("serve"))) {
      Quarkus.run(args);
      return;
    }
    System.exit(RootbridgeCommand.commandLine().addSubcommand(new ServeCommand()).execute(args));
  }
}
