package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.inject.Bundles.Missing;
import dev.rootbridge.inject.Bundles.Readiness;
import dev.rootbridge.trust.TrustDomain;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamespaceTrustTest {

  private static final TrustDomain B = TrustDomain.parse("b.example");

  @Test
  void onlyFederatedTrustDomainsMayBeTrusted() {
    Bundles bundles = new Bundles(Set.of(), Missing.NOT_COMING);
    assertThatThrownBy(
            () ->
                new NamespaceTrust(
                    "shop", new TreeSet<>(Set.of(B)), Set.of(), bundles, Strictness.LENIENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("namespace shop may trust [b.example], of which not all is federated");
  }

  @Test
  void aPublishedBundleIsReadyWhateverBecomesOfOthers() {
    assertThat(new Bundles(Set.of("x"), Missing.NOT_COMING).readiness("x"))
        .isEqualTo(Readiness.PUBLISHED);
  }

  @Test
  void aMissingBundleIsExpectedOnlyIfSomebodyWritesIt() {
    assertThat(new Bundles(Set.of("x"), Missing.ABOUT_TO_BE_WRITTEN).readiness("y"))
        .isEqualTo(Readiness.EXPECTED);
    assertThat(new Bundles(Set.of("x"), Missing.NOT_COMING).readiness("y"))
        .isEqualTo(Readiness.NOT_READY);
  }
}
