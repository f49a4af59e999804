package dev.rootbridge.boot.dev.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static final Optional<String> ANY = Optional.empty();

  private final JsonNode object =
      new ObjectMapper()
          .createObjectNode()
          .set(
              "metadata",
              new ObjectMapper()
                  .createObjectNode()
                  .put("name", "x")
                  .set("labels", new ObjectMapper().createObjectNode().put("team", "a")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team",
        "team=a",
        "team==a",
        "team!=b",
        "!other",
        "other!=a",
        "team in (a,b)",
        "team notin (b, c)",
        "other notin (a)",
        "team,!other",
        "team in (a,b),team=a"
      })
  void matches(String labels) {
    assertThat(Selection.parse(Optional.of(labels), ANY).matches(object)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "team=b", "team!=a", "!team", "team in (b)", "team,other"})
  void matchesNot(String labels) {
    assertThat(Selection.parse(Optional.of(labels), ANY).matches(object)).isFalse();
  }

  @Test
  void fields() {
    assertThat(Selection.parse(ANY, Optional.of("metadata.name=x")).matches(object)).isTrue();
    assertThat(Selection.parse(ANY, Optional.of("metadata.name=y")).matches(object)).isFalse();
    assertThat(Selection.parse(ANY, Optional.of("metadata.name!=y")).matches(object)).isTrue();
  }

  @Test
  void refusesWhatIsNoFieldSelector() {
    assertThatThrownBy(() -> Selection.parse(ANY, Optional.of("metadata.name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a field selector: metadata.name");
  }
}
