package dev.rootbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that integration tests write to: keys, kubeconfigs with live tokens, logs. It is below
 * the build's output, so that none of it can be committed, and outlives the build, so that a
 * failure can be looked into.
 */
final class Scratch {

  private static final Path ROOT =
      Path.of(System.getProperty("it.directory", "target/it")).toAbsolutePath();

  private Scratch() {}

  static Path file(String name) {
    try {
      Files.createDirectories(ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ROOT.resolve(name);
  }

  static Path write(String name, String text) {
    try {
      return Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty folder: what an earlier build left there could make this one pass. */
  static Path emptyFolder(String name) {
    Path folder = ROOT.resolve(name);
    try {
      if (Files.exists(folder)) {
        delete(folder);
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Doesn't follow symbolic links, behind which are the developer's own binaries. */
  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(folder)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
