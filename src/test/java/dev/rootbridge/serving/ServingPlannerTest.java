package dev.rootbridge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.serving.ServingPlan.Announce;
import dev.rootbridge.serving.ServingPlan.Keep;
import dev.rootbridge.serving.ServingPlan.PublishCa;
import dev.rootbridge.serving.ServingPlan.Refuse;
import dev.rootbridge.serving.ServingPlan.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order of the steps, one by one. */
class ServingPlannerTest {

  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");
  private static final ServingHosts HOSTS =
      new ServingHosts(new TreeSet<>(List.of("rootbridge.example")));

  private StoredCertificates stored = StoredCertificates.NONE;
  private CaBundle bundle = CaBundle.NONE;
  private Optional<String> owner = Optional.empty();
  private Duration notice = Duration.ZERO;
  private Instant now = NOON;
  private Instant since = NOON;

  private ServingPlan plan() {
    return ServingPlanner.plan(
        new ServingWorld(
            stored,
            new Registration.Present(bundle, owner),
            Optional.of(since),
            HOSTS,
            Duration.ofSeconds(30),
            notice,
            now));
  }

  /** Takes the next step, which must be of that kind. */
  private void take(Class<? extends ServingPlan> kind) {
    ServingPlan plan = plan();
    assertThat(plan).isInstanceOf(kind);
    if (plan instanceof ServingPlan.Store store) {
      stored = store.stored();
    } else if (plan instanceof PublishCa publish) {
      bundle = publish.bundle();
      since = now;
    }
  }

  private void issue() {
    take(ServingPlan.Issue.class);
    take(PublishCa.class);
    take(ServingPlan.SwitchCa.class);
  }

  @Test
  void theFirstCertificateIsSignedOnceItsCaIsPublished() {
    take(ServingPlan.Issue.class);
    assertThat(stored.leaf()).isEmpty();
    take(PublishCa.class);
    take(ServingPlan.SwitchCa.class);
    assertThat(stored.leaf()).isPresent();
    assertThat(plan()).isEqualTo(new Keep(Lifetimes.renewLeaf(stored.leaf().get())));
  }

  @Test
  void aLeafIsRenewedAtTwoThirdsOfItsLifeByTheSameCa() {
    issue();
    Identity ca = stored.current().orElseThrow();
    Identity first = stored.leaf().orElseThrow();
    now = Lifetimes.renewLeaf(first).minusSeconds(1);
    assertThat(plan()).isInstanceOf(Keep.class);

    now = now.plusSeconds(1);
    take(ServingPlan.RotateLeaf.class);

    assertThat(stored.current()).hasValue(ca);
    assertThat(stored.leaf().orElseThrow()).isNotEqualTo(first);
    assertThat(X509.isIssuedBy(stored.leaf().orElseThrow().certificate(), ca.anchor())).isTrue();
  }

  @Test
  void aNewCaSignsAfterApiServersHaveHeardOfItAndTheOldOneStaysAsLongAsItsLastLeaf() {
    issue();
    Identity old = stored.current().orElseThrow();
    now = Lifetimes.replaceCa(old).minus(Duration.ofDays(20));
    take(ServingPlan.RotateLeaf.class);
    Identity lastLeaf = stored.leaf().orElseThrow();
    now = Lifetimes.replaceCa(old);

    take(ServingPlan.RotateCa.class);
    assertThat(stored.current()).hasValue(old);
    take(PublishCa.class);
    assertThat(bundle.anchors()).contains(old.anchor()).hasSize(2);
    assertThat(plan()).isInstanceOf(Wait.class);
    now = now.plusSeconds(30);
    take(ServingPlan.SwitchCa.class);
    assertThat(plan()).isInstanceOf(Keep.class);
    assertThat(bundle.anchors()).contains(old.anchor());

    now = lastLeaf.notAfter();
    take(PublishCa.class);
    assertThat(bundle.anchors()).doesNotContain(old.anchor()).hasSize(1);
    take(ServingPlan.RotateLeaf.class);
    take(ServingPlan.Retire.class);
    assertThat(stored.retiring()).isEmpty();
  }

  @Test
  void whereOtherClustersHaveACopyOfTheBundleANewCaIsAnnouncedBeforeItSigns() {
    notice = Duration.ofDays(14);
    issue();
    now = Lifetimes.replaceCa(stored.current().orElseThrow()).minus(Duration.ofDays(20));
    take(ServingPlan.RotateLeaf.class);
    now = now.plus(Duration.ofDays(20));
    take(ServingPlan.RotateCa.class);
    take(PublishCa.class);
    now = now.plus(Duration.ofDays(14)).minusSeconds(1);
    assertThat(plan()).isEqualTo(new Announce(now.plusSeconds(1)));
    assertThat(plan().message()).contains("copy the caBundle to the registrations of remote");
    now = now.plusSeconds(1);
    take(ServingPlan.SwitchCa.class);
  }

  @Test
  void aLeafThatIsLostWhileTheNextCaIsAnnouncedIsSignedByTheOneThatTheOthersKnow() {
    notice = Duration.ofDays(14);
    issue();
    Identity known = stored.current().orElseThrow();
    now = Lifetimes.replaceCa(known);
    take(ServingPlan.RotateCa.class);
    take(PublishCa.class);
    now = now.plusSeconds(30);
    stored =
        new StoredCertificates(
            stored.current(), stored.next(), Optional.empty(), stored.retiring(), List.of());

    take(ServingPlan.RotateLeaf.class);

    assertThat(stored.current()).hasValue(known);
    assertThat(plan()).isInstanceOf(Announce.class);
  }

  /** Nobody could be told in time: without its key, the CA before signs no more. */
  @Test
  void whereOtherClustersHaveACopyALostCaIsReplacedAtOnceAndTold() {
    notice = Duration.ofDays(14);
    issue();
    stored = StoredCertificates.NONE;

    assertThat(plan().message()).contains("copy the caBundle to the registrations of remote");
    take(ServingPlan.Reissue.class);
    take(PublishCa.class);
    now = now.plusSeconds(30);
    take(ServingPlan.SwitchCa.class);
  }

  @Test
  void aBundleThatIsSomebodyElsesIsNotChanged() {
    take(ServingPlan.Issue.class);
    owner = Optional.of("field manager argocd");
    assertThat(plan()).isEqualTo(new Refuse("field manager argocd"));
    assertThat(plan().message()).contains("argocd", "rootbridge.serving.mode");

    // They may put our CA there themselves.
    bundle = stored.all();
    take(ServingPlan.SwitchCa.class);
    assertThat(plan()).isInstanceOf(Keep.class);
  }

  @Test
  void aBundleThatWasTakenOverStillHasItsLeafRenewed() {
    issue();
    owner = Optional.of("field manager argocd");
    now = Lifetimes.replaceCa(stored.current().orElseThrow());
    take(ServingPlan.RotateCa.class);
    take(ServingPlan.RotateLeaf.class);
    assertThat(plan()).isInstanceOf(Refuse.class);
  }

  /** Near its CA's end, a leaf is old as soon as it is signed. */
  @Test
  void aLeafThatEndsWithItsCaIsNotSignedAgain() {
    issue();
    owner = Optional.of("field manager argocd");
    now = Lifetimes.replaceCa(stored.current().orElseThrow());
    take(ServingPlan.RotateCa.class);
    now = stored.current().orElseThrow().notAfter().minus(Duration.ofMinutes(4));

    take(ServingPlan.RotateLeaf.class);

    assertThat(stored.leaf().orElseThrow().notAfter())
        .isEqualTo(stored.current().orElseThrow().notAfter());
    assertThat(plan()).isInstanceOf(Refuse.class);
  }

  @Test
  void whatTheSecretForgotStaysBelievedAsLongAsALeafOfItMayBeShown() {
    issue();
    CaBundle before = bundle;
    stored = StoredCertificates.NONE;

    take(ServingPlan.Issue.class);
    take(PublishCa.class);

    assertThat(bundle.holds(before)).isTrue();
    assertThat(plan()).isInstanceOf(Wait.class);
    now = now.plusSeconds(30);
    take(ServingPlan.SwitchCa.class);
    now = now.plus(Lifetimes.LEAF).minus(Duration.ofDays(1));
    take(ServingPlan.RotateLeaf.class);
    assertThat(plan()).isInstanceOf(Keep.class);
    assertThat(bundle.holds(before)).isTrue();
    now = now.plus(Duration.ofDays(1)).plusSeconds(30);
    take(PublishCa.class);
    assertThat(bundle.holds(before)).isFalse();
  }

  @Test
  void withoutARegistrationNothingIsIssued() {
    assertThat(
            ServingPlanner.plan(
                new ServingWorld(
                    stored,
                    new Registration.Absent(),
                    Optional.empty(),
                    HOSTS,
                    Duration.ZERO,
                    Duration.ZERO,
                    now)))
        .isInstanceOf(Wait.class);
  }

  @Test
  void theCertificateIsForItsHostsAndForServersAlone() throws Exception {
    stored = StoredCertificates.NONE;
    issue();
    var leaf = stored.leaf().orElseThrow().certificate();
    assertThat(HOSTS.areThoseOf(leaf)).isTrue();
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isEqualTo(Lifetimes.LEAF.plus(Lifetimes.SKEW));
    var ca = stored.current().orElseThrow().certificate();
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(ca.getSerialNumber()).isNotEqualTo(leaf.getSerialNumber());
  }
}
