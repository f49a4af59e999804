package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
  void theSameAnchorsAreTheSameBundleHoweverTheyWereCollected() {
    TrustBundle bundle = new TrustBundle(B, List.of(ONE, OTHER));

    assertThat(new TrustBundle(B, List.of(OTHER, ONE, OTHER))).isEqualTo(bundle);
    assertThat(bundle.anchors()).hasSize(2);
    assertThat(bundle.anchors().get(0).fingerprint())
        .isLessThan(bundle.anchors().get(1).fingerprint());
  }
}
