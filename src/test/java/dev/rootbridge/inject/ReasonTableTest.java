package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People look reasons up in the README: it has a row for each, word for word. */
class ReasonTableTest {

  @Test
  void theReadmeExplainsEveryReasonAndNoOther() throws IOException {
    Stream<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.equals("| reason | outcome | meaning |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"));

    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(Reason.values())
                .map(
                    reason ->
                        String.format(
                            "| `%s` | %s | %s |",
                            reason.code(), reason.outcome().code(), reason.text()))
                .toList());
  }
}
