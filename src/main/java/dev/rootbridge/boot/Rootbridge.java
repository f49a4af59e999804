package dev.rootbridge.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The one entry of the jar: the server without arguments or for {@code serve}, else a command. */
@QuarkusMain
public final class Rootbridge {

  private Rootbridge() {}

  public static void main(String... args) {
    Quarkus.run(args);
  }
}
