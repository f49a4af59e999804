package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.kube.WorkloadName.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadNameTest {

  @Test
  void namespaceAndKindMayBeLeftOut() {
    Optional<String> shop = Optional.of("shop");
    assertThat(WorkloadName.parse("web"))
        .isEqualTo(new WorkloadName(Optional.empty(), Optional.empty(), "web"));
    assertThat(WorkloadName.parse("deploy/web"))
        .isEqualTo(new WorkloadName(Optional.empty(), Optional.of(Kind.DEPLOYMENT), "web"));
    assertThat(WorkloadName.parse("shop/web"))
        .isEqualTo(new WorkloadName(shop, Optional.empty(), "web"));
    assertThat(WorkloadName.parse("shop/STS/web"))
        .isEqualTo(new WorkloadName(shop, Optional.of(Kind.STATEFUL_SET), "web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/web", "shop/", "shop/job/web", "a/b/c/d"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> WorkloadName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[NAMESPACE/][KIND/]NAME");
  }
}
