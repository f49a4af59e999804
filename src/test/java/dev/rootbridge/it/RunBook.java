package dev.rootbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The commands of {@code docs/operations.md}, as people copy them. */
final class RunBook {

  private static final Path DOCUMENT = Path.of("docs/operations.md");

  private RunBook() {}

  /** Those of a section, in their order. */
  static List<String> commands(String heading) {
    try {
      return Files.readAllLines(DOCUMENT).stream()
          .dropWhile(line -> !line.equals("## " + heading))
          .skip(1)
          .takeWhile(line -> !line.startsWith("## "))
          .map(String::strip)
          .filter(line -> line.startsWith("kubectl ") || line.startsWith("helm "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
