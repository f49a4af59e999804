package dev.rootbridge.boot.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the files under {@code dev/} on the class path. */
final class DevResource {

  private DevResource() {}

  static String read(String name) {
    try (InputStream file = DevResource.class.getResourceAsStream("/dev/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("dev/" + name + " can't be read", unreadable);
    }
  }
}
