package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every folder of {@code src/test/resources/goldens}. After a wanted change of the patch,
 * {@code -Drootbridge.goldens=regenerate} rewrites what is expected; read the difference before
 * committing it.
 */
class GoldenTest {

  private static final boolean REGENERATE =
      "regenerate".equals(System.getProperty("rootbridge.goldens"));

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    return GoldenCase.all().stream().map(golden -> dynamicTest(golden.name(), () -> check(golden)));
  }

  @Test
  void everyReasonHasAGolden() throws IOException {
    Set<String> used = new HashSet<>();
    for (GoldenCase golden : GoldenCase.all()) {
      used.add(golden.expectedReason());
    }
    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Reason.values())
                .map(reason -> reason.outcome().code() + " " + reason.code())
                .toList());
  }

  @Test
  void onlyFoldersLieAmongTheCases() throws IOException {
    try (Stream<Path> files = Files.list(GoldenCase.GOLDENS)) {
      assertThat(files).allMatch(Files::isDirectory);
    }
  }

  private static void check(GoldenCase golden) throws IOException {
    if (REGENERATE) {
      golden.regenerate();
    }
    assertThat(golden.unusedFiles()).as("files no case uses").isEmpty();
    GoldenCase.Outcome actual = golden.actual(golden.pod());
    GoldenCase.Outcome expected = golden.expected();
    assertThat(actual.reason()).isEqualTo(expected.reason());
    assertThat(actual.warnings()).isEqualTo(expected.warnings());
    if (!actual.pod().equals(expected.pod())) {
      // As text, so that the failure shows the lines that differ.
      assertThat(GoldenCase.print(actual.pod())).isEqualTo(GoldenCase.print(expected.pod()));
      fail("the pods differ in a type that YAML doesn't show");
    }
  }
}
