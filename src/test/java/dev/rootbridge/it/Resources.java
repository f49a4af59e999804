package dev.rootbridge.it;

import java.io.InputStream;
import java.util.Objects;

/** The files beside these tests. */
final class Resources {

  private Resources() {}

  static InputStream open(String name) {
    return Objects.requireNonNull(Resources.class.getResourceAsStream(name), name);
  }
}
