package dev.rootbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People look reasons up in the README: it has a row for each, word for word. */
class MissedReasonTableTest {

  @Test
  void theReadmeExplainsEveryReasonAndNoOther() throws IOException {
    Stream<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.equals("| reason | what is wrong with the pod |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"));

    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(MissedReason.values())
                .map(reason -> "| `" + reason.code() + "` | " + reason.text() + " |")
                .toList());
  }

  @Test
  void codesAndMetricLabelsTellReasonsApart() {
    assertThat(Stream.of(MissedReason.values()).map(MissedReason::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("([A-Z][a-z]+)+"));
    assertThat(MissedReason.STARTED_BEFORE_BUNDLE.metricLabel()).isEqualTo("started_before_bundle");
  }
}
