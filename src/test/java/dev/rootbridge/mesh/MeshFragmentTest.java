package dev.rootbridge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeshFragmentTest {

  @Test
  void acceptsUnderTheirOwnNameWithoutACertificate() {
    assertThat(new MeshFragment(domains("c.example", "b.example"), domains("a.example")).text())
        .contains(
            """
            caCertificates:
            - trustDomains:
              - b.example
              - c.example
            trustDomainAliases:
            - a.example
            """);
  }

  @Test
  void isNothingForNobody() {
    assertThat(new MeshFragment(domains(), domains()).text()).isEmpty();
  }

  @Test
  void isReadAsItWasMeantWhateverTheNameLooksLike() {
    String text =
        new MeshFragment(domains("1e3", "null", "10.0"), domains("true")).text().orElseThrow();

    assertThat(MeshConfigReader.read(text))
        .isInstanceOfSatisfying(
            MeshConfigOutcome.Parsed.class,
            parsed -> {
              assertThat(parsed.trust().roots()).isEmpty();
              assertThat(parsed.domains())
                  .isEqualTo(
                      new MeshDomains(
                          Optional.empty(),
                          List.of("true"),
                          Optional.of(List.of("10.0", "1e3", "null"))));
            });
  }

  private static SortedSet<TrustDomain> domains(String... names) {
    return Stream.of(names).map(TrustDomain::new).collect(Collectors.toCollection(TreeSet::new));
  }
}
