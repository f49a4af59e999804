package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rootbridge.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * The commands in the documents that need no cluster, run as a reader does: those of a document one
 * after the other, in a built checkout of its own.
 */
class DocumentedCommandsIT {

  @TestFactory
  Stream<DynamicContainer> theyRunAsTheyStandThere() {
    return CommandBlock.inDocuments().stream()
        .filter(block -> block.needs().isEmpty())
        .collect(Collectors.groupingBy(CommandBlock::document))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> runnable(entry.getKey(), entry.getValue()));
  }

  private static DynamicContainer runnable(Path document, List<CommandBlock> blocks) {
    String name = Documents.ROOT.relativize(document).toString();
    Path checkout = Scratch.emptyFolder("checkout-" + name.replace('/', '-'));
    return dynamicContainer(
        name,
        Stream.concat(
            Stream.of(dynamicTest("a checkout", () -> copyTo(checkout))),
            blocks.stream()
                .map(block -> dynamicTest(block.toString(), () -> run(block, checkout)))));
  }

  private static void run(CommandBlock block, Path checkout) {
    Command.Result result =
        Command.of("sh", "-eu", "-c", "cd '" + checkout + "'\n" + block.text())
            .with(
                "PATH",
                checkout.resolve("target/bin")
                    + ":"
                    + Path.of(System.getProperty("java.home"), "bin")
                    + ":"
                    + System.getenv("PATH"))
            .run();
    assertThat(result.exitCode()).as("%s ended with %s", block, result).isZero();
  }

  /** The program as it was built is shared; what the commands write is not. */
  private static void copyTo(Path checkout) {
    try {
      Files.walkFileTree(
          Documents.ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              // What the scripts made for the developer would be in the way of theirs.
              if (Documents.NOT_OURS.contains(String.valueOf(folder.getFileName()))
                  || folder.endsWith("certs/out")) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              Files.createDirectories(checkout.resolve(Documents.ROOT.relativize(folder)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              // Of a worktree it is a file, which would lead commands back there.
              if (!file.endsWith(".git")) {
                Files.copy(file, checkout.resolve(Documents.ROOT.relativize(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
      Path program =
          Path.of(System.getProperty("it.jar", "target/quarkus-app/quarkus-run.jar"))
              .toAbsolutePath()
              .getParent();
      Files.createSymbolicLink(
          Files.createDirectories(checkout.resolve("target")).resolve("quarkus-app"), program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
