package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WarningTest {

  @Test
  void valuesAreQuotedInOrder() {
    assertThat(Warning.of("volume {} at {}; drop it", List.of("a", "/b")).text())
        .isEqualTo("volume 'a' at '/b'; drop it");
  }

  @Test
  void longValuesShareTheRoomAndTheRemedyStays() {
    Warning warning = Warning.of("{} and {} and {}; drop them", List.of("x".repeat(999), "y", "z"));

    assertThat(warning.text()).hasSizeLessThanOrEqualTo(200);
    assertThat(warning.text()).startsWith("'xxx").endsWith("x...' and 'y' and 'z'; drop them");
  }

  @Test
  void valuesThatAllTakeTheirShareFillItExactly() {
    String value = "v".repeat(300);
    assertThat(Warning.of("{}{}", List.of(value, value)).text()).hasSize(200);
  }

  @Test
  void aValueThatFitsIsNotCut() {
    String value = "v".repeat(198);
    assertThat(Warning.of("{}", List.of(value)).text()).isEqualTo("'" + value + "'");
  }

  @Test
  void aGapInAValueIsNoGap() {
    assertThat(Warning.of("{} {}", List.of("{}", "b")).text()).isEqualTo("'{}' 'b'");
  }

  @Test
  void whatTheApiServerWouldDropIsRefused() {
    assertThatThrownBy(() -> new Warning("a\nb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a warning holds printable ASCII characters only");
    assertThatThrownBy(() -> new Warning("x".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a warning has at most 200 characters, this one has 201");
    assertThat(new Warning("x".repeat(200)).text()).hasSize(200);
    assertThat(new Warning(" ~").toString()).isEqualTo(" ~");
  }
}
