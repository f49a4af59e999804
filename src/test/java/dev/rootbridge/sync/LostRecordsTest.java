package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.OPTED_IN;
import static dev.rootbridge.sync.TestWorld.existing;
import static dev.rootbridge.sync.TestWorld.failed;
import static dev.rootbridge.sync.TestWorld.ours;
import static dev.rootbridge.sync.TestWorld.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.RotationHistory;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.TestCertificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A status that was wiped, though the domain was published, is no first beginning. */
class LostRecordsTest {

  private static final TestCertificate STRANGER = TestCertificate.root("O=Stranger");
  private static final RotationPolicy MANUAL =
      new RotationPolicy(
          RotationPolicy.DEFAULT.overlap(),
          Set.of(),
          Set.of(),
          RotationPolicy.Approval.MANUAL,
          Set.of());
  private static final Map<String, String> PUBLISHED =
      Map.of("root-cert.pem", "of both", "domain.cluster-b.example.pem", "of b");

  @Test
  void aStrangerWaitsWhereABundleOfTheDomainIsStillPublished() {
    SyncPlan plan =
        manual(read(STRANGER.anchor())).namespace("shop", OPTED_IN, ours(PUBLISHED)).plan();

    assertThat(state(plan)).isEqualTo(AnchorState.PENDING);
    assertThat(onlyWrite(plan).content().data()).doesNotContainKey("domain.cluster-b.example.pem");
  }

  @Test
  void aStrangerWaitsWhereTheRecordCantBeRead() {
    SyncPlan plan =
        new TestWorld()
            .rotation(MANUAL)
            .domainBefore(RotationHistory.NONE.inPart())
            .domain("cluster-b", "cluster-b.example", read(STRANGER.anchor()))
            .namespace("shop")
            .plan();

    assertThat(state(plan)).isEqualTo(AnchorState.PENDING);
  }

  @Test
  void theFirstRootOfADomainThatWasNeverPublishedNeedsNoApproval() {
    Map<String, String> ofAnother =
        Map.of("root-cert.pem", "of c", "domain.cluster-c.example.pem", "of c");

    SyncPlan plan =
        manual(read(STRANGER.anchor())).namespace("shop", OPTED_IN, ours(ofAnother)).plan();

    assertThat(state(plan)).isEqualTo(AnchorState.ACTIVE);
  }

  @Test
  void whatSomeoneElseMadeProvesNothing() {
    ExistingTarget theirs = existing(PUBLISHED, Owner.SOMEONE_ELSE, Mutability.MUTABLE);

    SyncPlan plan =
        manual(read(STRANGER.anchor())).namespace("shop", OPTED_IN, Optional.of(theirs)).plan();

    assertThat(state(plan)).isEqualTo(AnchorState.ACTIVE);
  }

  @Test
  void withoutManualApprovalTheRootOfTheSourceIsTrustedAsBefore() {
    SyncPlan plan =
        new TestWorld()
            .domain("cluster-b", "cluster-b.example", read(STRANGER.anchor()))
            .namespace("shop", OPTED_IN, ours(PUBLISHED))
            .plan();

    assertThat(state(plan)).isEqualTo(AnchorState.ACTIVE);
  }

  /** Else the bundle would lose the domain, and with it the last sign that there was one. */
  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"NOT_YET_READ", "UNREACHABLE", "MALFORMED", "EMPTY"})
  void whileTheSourceFailsWhatIsPublishedStays(Failure failure) {
    SyncPlan plan = manual(failed(failure)).namespace("shop", OPTED_IN, ours(PUBLISHED)).plan();

    assertThat(plan.home().actions()).isEmpty();
  }

  private static TestWorld manual(SourceReading reading) {
    return new TestWorld().rotation(MANUAL).domain("cluster-b", "cluster-b.example", reading);
  }

  private static AnchorState state(SyncPlan plan) {
    return plan.domains().get(0).anchors().get(0).tracked().state();
  }

  private static SyncPlan.Action.Write onlyWrite(SyncPlan plan) {
    return (SyncPlan.Action.Write) plan.home().actions().get(0);
  }
}
