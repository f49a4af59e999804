package dev.rootbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A program run as a person would at a shell: kubectl, openssl, the scripts of this project.
 *
 * @param words the program and its arguments
 * @param environment what is set in addition to this process's environment
 */
record Command(List<String> words, Map<String, String> environment) {

  private static final long LIMIT_SECONDS = 120;

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  static Command of(String... words) {
    return new Command(List.of(words), Map.of());
  }

  Command with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Command(words, more);
  }

  /**
   * @return what it wrote to its standard output
   * @throws AssertionError with all it said, if it failed
   */
  String succeed() {
    Result result = run();
    if (result.exitCode() != 0) {
      throw new AssertionError(words + " ended with " + result);
    }
    return result.output();
  }

  Result run() {
    try {
      // To files, since a full pipe that nobody reads would block the program.
      Path output = Files.createTempFile("rootbridge", ".out");
      Path errors = Files.createTempFile("rootbridge", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectOutput(output.toFile()).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(words + " did not end within " + LIMIT_SECONDS + " s");
      }
      return new Result(process.exitValue(), read(output), read(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }

  /**
   * How a program ended.
   *
   * @param exitCode its exit code
   * @param output its standard output
   * @param errors its standard error
   */
  record Result(int exitCode, String output, String errors) {}
}
