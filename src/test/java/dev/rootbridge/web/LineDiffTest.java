package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.web.LineDiff.Kind;
import dev.rootbridge.web.LineDiff.Line;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineDiffTest {

  @Test
  void additionsStandWhereTheyWereMade() {
    assertThat(LineDiff.between("a\nb\n", "a\nnew\nb\n"))
        .containsExactly(
            new Line(Kind.KEPT, "a"), new Line(Kind.ADDED, "new"), new Line(Kind.KEPT, "b"));
  }

  @Test
  void aChangedLineIsRemovedAndAdded() {
    assertThat(LineDiff.between("labels: {}\n", "labels:\n"))
        .containsExactly(new Line(Kind.REMOVED, "labels: {}"), new Line(Kind.ADDED, "labels:"));
  }

  @Property
  void bothTextsCanBeReadFromIt(
      @ForAll("texts") List<String> before, @ForAll("texts") List<String> after) {
    List<Line> lines = LineDiff.between(String.join("\n", before), String.join("\n", after));

    assertThat(without(Kind.ADDED, lines)).isEqualTo(before);
    assertThat(without(Kind.REMOVED, lines)).isEqualTo(after);
  }

  @Property
  void aTextThatOnlyGrewHasNothingRemoved(
      @ForAll("texts") List<String> before, @ForAll("texts") List<String> tail) {
    String longer = String.join("\n", before) + "\n" + String.join("\n", tail);

    assertThat(LineDiff.between(String.join("\n", before), longer))
        .noneMatch(line -> line.kind() == Kind.REMOVED);
  }

  /** Few different lines, so that many are alike; none is empty, as in YAML. */
  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of("- name: a", "  readOnly: true", "- name: b", "spec:")
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static List<String> without(Kind kind, List<Line> lines) {
    return lines.stream().filter(line -> line.kind() != kind).map(Line::text).toList();
  }
}
