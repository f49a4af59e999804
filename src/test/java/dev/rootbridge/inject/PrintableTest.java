package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @Test
  void plainTextStays() {
    assertThat(Printable.escaped("cluster-b.example ~!", 63)).isEqualTo("cluster-b.example ~!");
  }

  @Test
  void whatCouldForgeALineIsEscaped() {
    assertThat(Printable.escaped("a\n\u001b[0m\u007f\u00fc\ud83d\ude00", 63))
        .isEqualTo("a\\u000a\\u001b[0m\\u007f\\u00fc\\ud83d\\ude00");
  }

  @Test
  void whatCouldEndTheQuotesIsEscaped() {
    assertThat(Printable.escaped("'\"\\", 63)).isEqualTo("\\u0027\\u0022\\u005c");
  }

  @Test
  void whatFitsIsNotCut() {
    assertThat(Printable.escaped("x".repeat(10), 10)).isEqualTo("x".repeat(10));
    assertThat(Printable.escaped("x".repeat(11), 10)).isEqualTo("xxxxxxx...");
  }

  @Test
  void anEscapeIsNeverCutInTwo() {
    assertThat(Printable.escaped("aaaa\n\n", 12)).isEqualTo("aaaa...");
    assertThat(Printable.escaped("aaa\n\n", 12)).isEqualTo("aaa\\u000a...");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "~", "a b"})
  void printableIsFromBlankToTilde(String text) {
    assertThat(Printable.isPrintable(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001f", "\u007f", "ü", "a\tb"})
  void theRestIsNot(String text) {
    assertThat(Printable.isPrintable(text)).isFalse();
  }
}
