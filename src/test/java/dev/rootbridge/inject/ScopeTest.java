package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private static final SortedSet<TrustDomain> B_AND_C =
      domains("cluster-b.example", "cluster-c.example");

  /** Clusters hold ConfigMaps of this name: it must never change. */
  @Test
  void theHashIsStable() {
    // printf 'cluster-b.example\ncluster-c.example' | sha256sum
    assertThat(new Scope(B_AND_C).hash()).isEqualTo("a46da1267e5425dd");
  }

  @Test
  void theHashFollowsFromTheSetAlone() {
    assertThat(new Scope(domains("cluster-c.example", "cluster-b.example")).hash())
        .isEqualTo(new Scope(B_AND_C).hash());
    assertThat(new Scope(domains("cluster-b.example")).hash())
        .isNotEqualTo(new Scope(B_AND_C).hash());
  }

  @Test
  void theHashFitsALabelAndAName() {
    assertThat(new Scope(B_AND_C).hash()).matches("[0-9a-f]{16}");
  }

  @Test
  void allThatTheNamespaceMayTrustIsThePlainConfigMap() {
    assertThat(new Scope(B_AND_C).configMapName(B_AND_C)).isEqualTo("rootbridge-trust");
  }

  @Test
  void lessHasAConfigMapOfItsOwn() {
    Scope scope = new Scope(domains("cluster-b.example"));
    assertThat(scope.configMapName(B_AND_C)).isEqualTo("rootbridge-trust-" + scope.hash());
  }

  @Test
  void aScopeIsACopy() {
    SortedSet<TrustDomain> given = domains("cluster-b.example");
    Scope scope = new Scope(given);
    given.clear();

    assertThat(scope.isEmpty()).isFalse();
    assertThatThrownBy(() -> scope.trustDomains().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void noneIsEmpty() {
    assertThat(Scope.none().isEmpty()).isTrue();
    assertThat(Scope.none().trustDomains()).isEqualTo(new TreeSet<>(List.of()));
  }

  private static SortedSet<TrustDomain> domains(String... names) {
    return new TreeSet<>(Stream.of(names).map(TrustDomain::parse).toList());
  }
}
