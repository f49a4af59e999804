package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import dev.rootbridge.web.StatusView.AnchorRow;
import dev.rootbridge.web.StatusView.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnchorsInWordsTest {

  private static final Anchor ROOT = TestCertificate.root("CN=Root").anchor();
  private static final TrustDomain REMOTE = new TrustDomain("b.example");
  private final AnchorsInWords words = new AnchorsInWords(NOW);

  @Test
  void anActiveRoot() {
    AnchorRow row = local(anchor(AnchorState.ACTIVE, ""));

    assertThat(row.subject()).isEqualTo("CN=Root");
    assertThat(row.state()).isEqualTo(Standing.good("Active"));
    assertThat(row.published()).isEqualTo("as it is");
    assertThat(row.expiry()).isEqualTo("2036-11-12, in 3650 days");
    assertThat(row.next()).isEmpty();
  }

  @Test
  void aLocalRootThatIsNotInUseYet() {
    TrackedAnchor root = anchor(AnchorState.ACTIVE, "");

    assertThat(words.local(root, new LocalRoots(List.of(root), 0)).published())
        .isEqualTo("not at all");
  }

  @Test
  void fingerprintsAreReadInGroupsOfFour() {
    String fingerprint = local(anchor(AnchorState.ACTIVE, "")).fingerprint();

    assertThat(fingerprint.split(" ")).hasSize(16).allMatch(group -> group.length() == 4);
    assertThat(fingerprint.replace(" ", "")).isEqualTo(ROOT.fingerprint().hex());
  }

  @Test
  void aRetiringRootTellsWhenItGoesAndWhy() {
    TrackedAnchor retiring =
        new TrackedAnchor(
            ROOT,
            AnchorState.RETIRING,
            NOW,
            Optional.of(NOW.plus(Duration.ofHours(25))),
            "its source no longer has it");

    AnchorRow row = words.federated(new AnchorStatus(retiring, Publication.CONSTRAINED), REMOTE);

    assertThat(row.state()).isEqualTo(Standing.waiting("Retiring"));
    assertThat(row.published()).isEqualTo("constrained to b.example");
    assertThat(row.next())
        .isEqualTo("dropped on 2026-11-16 13:00:00 UTC, in 25 hours; its source no longer has it");
  }

  @Test
  void aPendingRootTellsWhatItWaitsFor() {
    AnchorRow row =
        words.federated(
            new AnchorStatus(anchor(AnchorState.PENDING, "approve it"), Publication.NOT_PUBLISHED),
            REMOTE);

    assertThat(row.state()).isEqualTo(Standing.waiting("Pending"));
    assertThat(row.published()).isEqualTo("not at all");
    assertThat(row.next()).isEqualTo("approve it");
  }

  @ParameterizedTest
  @CsvSource({"DISTRUSTED, Distrusted", "REFUSED, Refused"})
  void aRootThatIsNotTrusted(AnchorState state, String word) {
    AnchorRow row = local(anchor(state, ""));

    assertThat(row.state()).isEqualTo(Standing.bad(word));
    assertThat(row.published()).isEqualTo("not at all");
  }

  @Test
  void anUnconstrainedRoot() {
    AnchorStatus unconstrained =
        new AnchorStatus(anchor(AnchorState.ACTIVE, ""), Publication.UNCONSTRAINED);

    assertThat(words.federated(unconstrained, REMOTE).published()).isEqualTo("as it is");
  }

  private AnchorRow local(TrackedAnchor root) {
    return words.local(root, new LocalRoots(List.of(root), 1));
  }

  private static TrackedAnchor anchor(AnchorState state, String message) {
    return new TrackedAnchor(ROOT, state, NOW, Optional.empty(), message);
  }
}
