package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.inject.ScopeSelection.Wish;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeSelectionTest {

  private static final SortedSet<TrustDomain> MAY_TRUST = domains("b.example", "c.example");
  private static final Set<TrustDomain> FEDERATED = domains("b.example", "c.example", "d.example");

  @Test
  void noAnnotationMeansAll() {
    assertThat(ScopeSelection.of(Optional.empty(), MAY_TRUST, FEDERATED))
        .isEqualTo(selection(Wish.ALL, "b.example", "c.example"));
  }

  @Test
  void aStarMeansAll() {
    assertThat(select("*")).isEqualTo(selection(Wish.ALL, "b.example", "c.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", " NONE ", "none,none"})
  void noneMeansNone(String annotation) {
    assertThat(select(annotation)).isEqualTo(selection(Wish.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"b.example", "B.Example", " b.example ", "b.example,b.EXAMPLE", ",,b.example,\t"})
  void theSpellingDoesNotMatter(String annotation) {
    assertThat(select(annotation)).isEqualTo(selection(Wish.NAMED, "b.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,"})
  void anEmptyListNamesNothing(String annotation) {
    assertThat(select(annotation)).isEqualTo(selection(Wish.NAMED));
  }

  @Test
  void whatCantBeHadIsLeftOutByKind() {
    ScopeSelection selection = select("x.example,D.example,c.example,spiffe://b.example");

    assertThat(selection.scope()).isEqualTo(new Scope(domains("c.example")));
    assertThat(selection.forbidden()).containsExactly("d.example");
    assertThat(selection.unknown()).containsExactly("x.example", "spiffe://b.example");
    assertThat(selection.isPartial()).isTrue();
  }

  @Test
  void aStarDoesNotExcuseOtherNames() {
    ScopeSelection selection = select("*,d.example");

    assertThat(selection.scope()).isEqualTo(new Scope(MAY_TRUST));
    assertThat(selection.forbidden()).containsExactly("d.example");
  }

  @Test
  void eachKindAloneIsPartial() {
    assertThat(select("d.example").isPartial()).isTrue();
    assertThat(select("x.example").isPartial()).isTrue();
    assertThat(select("b.example").isPartial()).isFalse();
  }

  private static ScopeSelection select(String annotation) {
    return ScopeSelection.of(Optional.of(annotation), MAY_TRUST, FEDERATED);
  }

  private static ScopeSelection selection(Wish wish, String... names) {
    return new ScopeSelection(new Scope(domains(names)), wish, List.of(), List.of());
  }

  private static SortedSet<TrustDomain> domains(String... names) {
    return new TreeSet<>(Stream.of(names).map(TrustDomain::parse).toList());
  }
}
