package dev.rootbridge.web;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.web.StatusView.Passage;
import dev.rootbridge.web.StatusView.PassageKind;
import dev.rootbridge.web.StatusView.SampleSection;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleInWordsTest {

  private static final String BEFORE =
      """
      spec:
        containers:
          - name: istio-proxy
            image: proxyv2
            args:
              - proxy
              - sidecar
            env:
              - name: A
                value: a
        nodeName: n
      """;
  private static final String AFTER =
      """
      spec:
        containers:
          - name: istio-proxy
            image: proxyv2
            args:
              - proxy
              - sidecar
            env:
              - name: A
                value: a
              - name: B
                value: b
        nodeName: n
      """;

  private final SampleSection sample = SampleInWords.of(new PodSample("a pod", BEFORE, AFTER));

  @Test
  void countsWhatChanged() {
    assertThat(sample.title()).isEqualTo("a pod");
    assertThat(sample.summary()).isEqualTo("Rootbridge added 2 lines (marked +) and removed none.");
  }

  @Test
  void marksWhatWasAddedAndSaysWhatItIsPartOf() {
    assertThat(text(sample.after()))
        .isEqualTo(
            """
              spec:
                containers:
                  - name: istio-proxy
              ⋯ 4 lines as before
                    env:
                      - name: A
                        value: a
            +         - name: B
            +           value: b
                nodeName: n
            """);
    assertThat(sample.after())
        .filteredOn(passage -> passage.kind() == PassageKind.ADDED)
        .extracting(Passage::text)
        .containsExactly("+         - name: B\n+           value: b\n");
  }

  @Test
  void showsTheSamePartOfThePodBefore() {
    assertThat(text(sample.before()))
        .isEqualTo(text(sample.after()).replaceAll("(?m)^\\+.*\\n", ""));
  }

  @Test
  void leavesNothingOutOfTheWholePod() {
    assertThat(text(sample.whole()).replaceAll("(?m)^..", "")).isEqualTo(AFTER);
  }

  @Test
  void aPodThatStaysAsItIs() {
    assertThat(SampleInWords.of(new PodSample("a pod", BEFORE, BEFORE)).summary())
        .isEqualTo("Rootbridge changed nothing.");
  }

  private static String text(List<Passage> passages) {
    return passages.stream().map(Passage::text).collect(joining());
  }
}
