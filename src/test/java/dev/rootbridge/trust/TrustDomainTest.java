package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustDomainTest {

  @Test
  void capitalsAreTakenAsLowerCase() {
    assertThat(TrustDomain.parse("Cluster-B.example").name()).isEqualTo("cluster-b.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://b.example",
        "b.example:443",
        "b.example/ns/x",
        "b example",
        "bücher.example"
      })
  void whatIsNoHostIsRefused(String text) {
    assertThatThrownBy(() -> TrustDomain.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a trust domain holds only a-z, 0-9");
  }

  @Test
  void emptyAndOverlongNamesAreRefused() {
    assertThatThrownBy(() -> TrustDomain.parse("")).hasMessageContaining("can't be empty");
    assertThatThrownBy(() -> TrustDomain.parse("a".repeat(256)))
        .hasMessageContaining("at most 255 characters, this one has 256");
  }
}
