package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrustBundleTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final Anchor ONE = TestCertificate.root("CN=One").anchor();
  private static final Anchor OTHER = TestCertificate.root("CN=Other").anchor();

  @Test
  void thereIsNoEmptyOne() {
    assertThatThrownBy(() -> new TrustBundle(B, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the trust bundle of cluster-b.example has no anchor");
  }

  @Test
  void aSpiffeBundleCountsFromZero() {
    assertThat(
            new SpiffeBundle(List.of(), OptionalLong.of(0), Optional.of(Duration.ZERO)).sequence())
        .hasValue(0);
    assertThatThrownBy(() -> new SpiffeBundle(List.of(), OptionalLong.of(-1), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spiffe_sequence can't be negative");
    assertThatThrownBy(
            () ->
                new SpiffeBundle(
                    List.of(), OptionalLong.empty(), Optional.of(Duration.ofSeconds(-1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spiffe_refresh_hint can't be negative");
  }

  @Test
  void theSameAnchorsAreTheSameBundleHoweverTheyWereCollected() {
    TrustBundle bundle = new TrustBundle(B, List.of(ONE, OTHER));

    assertThat(new TrustBundle(B, List.of(OTHER, ONE, OTHER))).isEqualTo(bundle);
    assertThat(bundle.anchors()).hasSize(2);
    assertThat(bundle.anchors().get(0).fingerprint())
        .isLessThan(bundle.anchors().get(1).fingerprint());
  }
}
