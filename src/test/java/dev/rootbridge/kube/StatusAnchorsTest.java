package dev.rootbridge.kube;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusAnchorsTest {

  private static final TrackedAnchor ACTIVE = active(TestCertificate.root("CN=A"));
  private static final TrackedAnchor OTHER = active(TestCertificate.root("CN=B"));

  @Test
  void whatIsWrittenIsReadBack() {
    TrackedAnchor retiring =
        new TrackedAnchor(
            OTHER.anchor(),
            AnchorState.RETIRING,
            NOW,
            Optional.of(NOW.plusSeconds(3600)),
            "its source no longer has it");

    assertThat(StatusAnchors.read(List.of(StatusAnchors.of(ACTIVE), StatusAnchors.of(retiring))))
        .isEqualTo(RotationHistory.of(List.of(ACTIVE, retiring)));
  }

  @Test
  void withoutAStatusNothingWasEverRecorded() {
    FederatedTrustDomain resource = new FederatedTrustDomain();
    assertThat(StatusAnchors.read(resource).isBlank()).isTrue();

    resource.setStatus(new FederatedTrustDomainStatus());
    assertThat(StatusAnchors.read(resource).isBlank()).isTrue();

    resource.getStatus().setAnchors(List.of());
    assertThat(StatusAnchors.read(resource).isBlank()).isTrue();
  }

  static Stream<Consumer<Anchors>> damages() {
    return Stream.of(
        entry -> entry.setState(null),
        entry -> entry.setCertificate(null),
        entry -> entry.setCertificate(""),
        entry -> entry.setCertificate("-----BEGIN CERTIFICATE-----"),
        entry -> entry.setCertificate(entry.getCertificate() + OTHER.anchor().pem()),
        entry -> entry.setFirstSeen(null),
        entry -> entry.setState(Anchors.State.RETIRING),
        entry -> entry.setRetireAfter(StatusAnchors.time(NOW)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatCantBeReadIsNotAsIfItHadNeverBeen(Consumer<Anchors> damage) {
    Anchors damaged = StatusAnchors.of(ACTIVE);
    damage.accept(damaged);

    assertThat(StatusAnchors.read(List.of(damaged))).isEqualTo(RotationHistory.NONE.inPart());
    assertThat(StatusAnchors.read(List.of(damaged, StatusAnchors.of(OTHER))))
        .isEqualTo(RotationHistory.of(List.of(OTHER)).inPart());
  }

  @Test
  void aPlanThatKnowsOfNothingWritesNothingOverWhatItCouldntRead() {
    Anchors damaged = StatusAnchors.of(ACTIVE);
    damaged.setCertificate(null);

    assertThat(StatusAnchors.of(List.of(), List.of(damaged))).containsExactly(damaged);
    assertThat(
            StatusAnchors.of(
                List.of(new AnchorStatus(OTHER, Publication.CONSTRAINED)), List.of(damaged)))
        .extracting(Anchors::getSha256)
        .containsExactly(OTHER.anchor().fingerprint().hex());
  }

  private static TrackedAnchor active(TestCertificate root) {
    return new TrackedAnchor(root.anchor(), AnchorState.ACTIVE, NOW, Optional.empty(), "");
  }
}
