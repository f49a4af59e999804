package dev.rootbridge.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeftOutTest {

  @Test
  void eightNamesAreNamed() {
    assertThat(leftOut(names("f", 3), names("u", 3), names("c", 2)).warnings())
        .extracting(Warning::text)
        .hasSize(8)
        .noneMatch(text -> text.contains("more names"));
  }

  @Test
  void ofMoreTheRestIsCounted() {
    assertThat(leftOut(names("f", 3), names("u", 3), names("c", 5)).warnings())
        .extracting(Warning::text)
        .hasSize(9)
        .endsWith("3 more names of annotations were left out");
  }

  @Test
  void aDenialCountsTrustDomainsOnly() {
    assertThat(leftOut(names("f", 4), names("u", 6), names("c", 5)).trustDomainMessage())
        .startsWith("TrustDomainForbidden: 'f0' isn't for this namespace")
        .contains("; TrustDomainUnknown: no FederatedTrustDomain has 'u0'; correct")
        .endsWith("; 2 more names of annotations were left out");
  }

  @Test
  void aDenialOfEightTellsThemAll() {
    assertThat(leftOut(names("f", 4), names("u", 4), List.of()).trustDomainMessage())
        .contains("'u3'")
        .doesNotContain("more names");
  }

  @Test
  void anUnknownContainerAloneIsLeftOutToo() {
    assertThat(leftOut(List.of(), List.of(), List.of("c")).isEmpty()).isFalse();
    assertThat(leftOut(List.of(), List.of(), List.of()).isEmpty()).isTrue();
  }

  private static LeftOut leftOut(
      List<String> forbidden, List<String> unknown, List<String> containers) {
    return new LeftOut(
        new ScopeSelection(Scope.none(), ScopeSelection.Wish.NAMED, forbidden, unknown),
        containers);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
