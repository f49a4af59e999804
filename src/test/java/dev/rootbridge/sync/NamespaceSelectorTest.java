package dev.rootbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.NamespaceSelector.Operator;
import dev.rootbridge.sync.NamespaceSelector.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceSelectorTest {

  private static final Map<String, String> SHOP = Map.of("team", "shop", "stage", "live");

  @Test
  void theEmptySelectorMatchesEverything() {
    assertThat(new NamespaceSelector(Map.of(), List.of()).matches(Map.of())).isTrue();
  }

  @Test
  void allLabelsMustBeThere() {
    assertThat(selects(Map.of("team", "shop"))).isTrue();
    assertThat(selects(Map.of("team", "shop", "stage", "test"))).isFalse();
    assertThat(selects(Map.of("owner", "shop"))).isFalse();
  }

  @Test
  void operatorsCompareAsKubernetesDoes() {
    assertThat(selects("team", Operator.IN, "shop", "till")).isTrue();
    assertThat(selects("team", Operator.IN, "till")).isFalse();
    assertThat(selects("owner", Operator.IN, "shop")).isFalse();
    assertThat(selects("team", Operator.NOT_IN, "till")).isTrue();
    assertThat(selects("team", Operator.NOT_IN, "shop")).isFalse();
    assertThat(selects("owner", Operator.NOT_IN, "shop")).isTrue();
    assertThat(selects("team", Operator.EXISTS)).isTrue();
    assertThat(selects("owner", Operator.EXISTS)).isFalse();
    assertThat(selects("owner", Operator.DOES_NOT_EXIST)).isTrue();
    assertThat(selects("team", Operator.DOES_NOT_EXIST)).isFalse();
  }

  @Test
  void labelsAndExpressionsMustBothHold() {
    NamespaceSelector both =
        new NamespaceSelector(
            Map.of("team", "shop"),
            List.of(new Requirement("stage", Operator.NOT_IN, List.of("live"))));

    assertThat(both.matches(SHOP)).isFalse();
    assertThat(both.matches(Map.of("team", "shop", "stage", "test"))).isTrue();
  }

  @Test
  void itIsDescribedAsKubectlTakesIt() {
    assertThat(
            new NamespaceSelector(
                    Map.of("b", "2", "a", "1"),
                    List.of(
                        new Requirement("c", Operator.IN, List.of("3", "4")),
                        new Requirement("d", Operator.NOT_IN, List.of("5")),
                        new Requirement("e", Operator.EXISTS, List.of()),
                        new Requirement("f", Operator.DOES_NOT_EXIST, List.of())))
                .describe())
        .isEqualTo("a=1,b=2,c in (3,4),d notin (5),e,!f");
  }

  private static boolean selects(Map<String, String> labels) {
    return new NamespaceSelector(labels, List.of()).matches(SHOP);
  }

  private static boolean selects(String key, Operator operator, String... values) {
    return new NamespaceSelector(Map.of(), List.of(new Requirement(key, operator, List.of(values))))
        .matches(SHOP);
  }
}
