package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.trust.TrustDomain;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamespaceTrustTest {

  private static final TrustDomain B = TrustDomain.parse("b.example");

  @Test
  void onlyFederatedTrustDomainsMayBeTrusted() {
    Bundles bundles = new Bundles(Map.of(), Readiness.NOT_READY);
    assertThatThrownBy(
            () ->
                new NamespaceTrust(
                    "shop", new TreeSet<>(Set.of(B)), Set.of(), bundles, Strictness.LENIENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("namespace shop may trust [b.example], of which not all is federated");
  }

  @Test
  void aPublishedBundleIsReadyWhateverBecomesOfOthers() {
    assertThat(new Bundles(Map.of("x", Readiness.PUBLISHED), Readiness.NOT_READY).readiness("x"))
        .isEqualTo(Readiness.PUBLISHED);
  }

  @Test
  void aBundleThatNothingIsKnownOfIsAsTheOthers() {
    for (Readiness others : Readiness.values()) {
      assertThat(new Bundles(Map.of("x", Readiness.PUBLISHED), others).readiness("y"))
          .isEqualTo(others);
    }
  }
}
