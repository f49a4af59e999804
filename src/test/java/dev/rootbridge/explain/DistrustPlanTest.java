package dev.rootbridge.explain;

import static dev.rootbridge.explain.TestNamespace.MAIN;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RotationPolicy;
import dev.rootbridge.trust.RotationPolicy.Approval;
import dev.rootbridge.trust.TestCertificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistrustPlanTest {

  private static final TestCertificate OLD = TestCertificate.root("O=Old");
  private static final TestCertificate NEW = TestCertificate.root("O=New");
  private static final Fingerprint OTHER = Fingerprint.of(new byte[] {1});

  @Test
  void whatIsDistrustedAlreadyStaysSo() {
    TestDomain domain =
        TestDomain.of("b", OLD, NEW)
            .rotating(
                new RotationPolicy(
                    Duration.ofHours(25), Set.of(), Set.of(OTHER), Approval.AUTOMATIC, Set.of()));
    DistrustPlan plan = plan(domain, OLD.anchor().fingerprint());
    assertThat(plan.isChange()).isTrue();
    assertThat(plan.distrusted()).containsExactlyInAnyOrder(OTHER, OLD.anchor().fingerprint());
    assertThat(plan.consequences())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("O=Old").contains("leaves every bundle at once"),
            second -> assertThat(second).startsWith("O=New").endsWith("stays trusted"));
    assertThat(plan(domain, OTHER).isChange()).isFalse();
  }

  @Test
  void theLastRootEndsAllCalls() {
    assertThat(plan(TestDomain.of("b", OLD), OLD.anchor().keyFingerprint()).consequences())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("no other root of b.example is trusted: all its workloads are refused");
  }

  @Test
  void aFingerprintThatNobodyHasNeedsNoRestart() {
    TestDomain domain = TestDomain.of("b", OLD);
    DistrustPlan plan = plan(domain, OTHER);
    assertThat(plan.isChange()).isTrue();
    assertThat(plan.isKnown()).isFalse();
    assertThat(
            restarts(
                domain,
                OTHER,
                TestNamespace.optedIn("shop").bundle(MAIN, "b.example").pod("web", MAIN)))
        .isEmpty();
    assertThat(plan.consequences()).singleElement().asString().startsWith("no root that is known");
  }

  @Test
  void whoeverReadsItIsMadeAnewAndThoseThatDoNotFollowFirst() {
    ContentChanges once = new ContentChanges(List.of(NOW.minus(Duration.ofHours(1))));
    TestNamespace shop =
        TestNamespace.optedIn("shop")
            .bundle(MAIN, once, "b.example")
            .bundle(MAIN + "-0123", "c.example")
            .pod("web", MAIN)
            .pod("web", MAIN)
            .pod("zebra", new PodTrust.Patched(MAIN), "1.30.0")
            .pod("other", MAIN + "-0123")
            .unpatched("old");
    assertThat(restarts(TestDomain.of("b", OLD), OLD.anchor().fingerprint(), shop))
        .satisfiesExactly(
            first -> {
              assertThat(first.owner().name()).isEqualTo("zebra");
              assertThat(first.need()).isEqualTo(Restart.Need.DOES_NOT_FOLLOW);
            },
            second -> {
              assertThat(second.pods()).isEqualTo(2);
              assertThat(second.need()).isEqualTo(Restart.Need.OPEN_CONNECTIONS);
              assertThat(second.command())
                  .isEqualTo("kubectl -n shop rollout restart deployment/web");
            });
  }

  @Test
  void whatWasNeverInABundleNeedsNoRestartAndLeavesNone() {
    TestDomain domain =
        TestDomain.of("b", OLD).with(NEW, AnchorState.PENDING, Publication.NOT_PUBLISHED);
    TestNamespace shop = TestNamespace.optedIn("shop").bundle(MAIN, "b.example").pod("web", MAIN);
    assertThat(plan(domain, NEW.anchor().fingerprint()).consequences())
        .first()
        .asString()
        .startsWith("O=New")
        .endsWith(" is Pending and in no bundle, and comes into none as long as it is distrusted");
    assertThat(plan(domain, NEW.anchor().fingerprint()).isKnown()).isTrue();
    assertThat(restarts(domain, NEW.anchor().fingerprint(), shop)).isEmpty();
    // A status of before the last change of the spec may be wrong about that.
    TestDomain late = domain.observed(OptionalLong.empty());
    assertThat(plan(late, NEW.anchor().fingerprint()).consequences())
        .first()
        .asString()
        .contains("leaves every bundle at once");
    assertThat(restarts(late, NEW.anchor().fingerprint(), shop)).hasSize(1);
  }

  @Test
  void whoAsksAgainIsToldWhatIsLeft() {
    ContentChanges since = new ContentChanges(List.of(NOW.minus(Duration.ofHours(1))));
    ContentChanges before = new ContentChanges(List.of(NOW.minus(Duration.ofDays(9))));
    RotationPolicy policy =
        new RotationPolicy(
            Duration.ofHours(25),
            Set.of(),
            Set.of(OLD.anchor().fingerprint()),
            Approval.AUTOMATIC,
            Set.of());
    TestDomain domain =
        TestDomain.of("b")
            .with(OLD, AnchorState.DISTRUSTED, Publication.NOT_PUBLISHED)
            .rotating(policy);
    // With the last root, the domain is out of the bundles.
    TestNamespace[] namespaces = {
      TestNamespace.optedIn("shop").bundle(MAIN, since).pod("web", MAIN).wishing("apart", "none"),
      TestNamespace.optedIn("done").bundle(MAIN, before).pod("web", MAIN)
    };
    assertThat(restarts(domain, OLD.anchor().fingerprint(), namespaces))
        .extracting(restart -> restart.namespace() + " " + restart.owner())
        .containsExactly("shop Deployment web");

    // With another one left, a pod that was made since doesn't need to be again.
    TestNamespace[] rotated = {
      TestNamespace.optedIn("shop").bundle(MAIN, since, "b.example").pod("web", MAIN),
      TestNamespace.optedIn("done").bundle(MAIN, before, "b.example").pod("web", MAIN)
    };
    assertThat(
            restarts(
                domain.with(NEW, AnchorState.ACTIVE, Publication.CONSTRAINED),
                OLD.anchor().fingerprint(),
                rotated))
        .extracting(Restart::namespace)
        .containsExactly("shop");
    // Nobody has written it yet.
    assertThat(
            restarts(
                domain
                    .with(NEW, AnchorState.ACTIVE, Publication.CONSTRAINED)
                    .observed(OptionalLong.empty()),
                OLD.anchor().fingerprint(),
                rotated))
        .extracting(Restart::namespace)
        .containsExactly("done", "shop");
  }

  @Test
  void rootsThatWaitAreApprovedByTheCertificateAlone() {
    TestDomain domain =
        TestDomain.of("b", OLD)
            .with(NEW, AnchorState.PENDING, Publication.NOT_PUBLISHED)
            .rotating(
                new RotationPolicy(
                    Duration.ofHours(25), Set.of(), Set.of(), Approval.MANUAL, Set.of(OTHER)));
    assertThat(approve(domain, Optional.empty()))
        .isEqualTo(new ApprovalPlan.Waiting(List.of(NEW.anchor())));
    assertThat(approve(domain, Optional.of(NEW.anchor().fingerprint())))
        .isInstanceOfSatisfying(
            ApprovalPlan.Approve.class,
            approve ->
                assertThat(approve.approved())
                    .containsExactlyInAnyOrder(OTHER, NEW.anchor().fingerprint()));
    assertThat(approve(domain, Optional.of(OTHER)))
        .isEqualTo(new ApprovalPlan.Nothing("it is approved already"));
    assertThat(refusal(domain, NEW.anchor().keyFingerprint()))
        .startsWith("that is the fingerprint of a public key; approve the certificate's, ");
    assertThat(refusal(domain, OLD.anchor().fingerprint())).contains("doesn't wait, it is Active");
    assertThat(refusal(domain, Fingerprint.of(new byte[] {2})))
        .endsWith("see those that wait by rootbridge approve b");
  }

  @Test
  void whereNothingWaitsThatIsSaid() {
    assertThat(approve(TestDomain.of("b", OLD), Optional.empty()))
        .isEqualTo(
            new ApprovalPlan.Nothing(
                "no root of b.example waits, and none will: rotation.approval is Automatic"));
  }

  private static ApprovalPlan approve(TestDomain domain, Optional<Fingerprint> fingerprint) {
    return ApprovalPlan.of(domain.facts(), fingerprint);
  }

  private static String refusal(TestDomain domain, Fingerprint fingerprint) {
    return ((ApprovalPlan.Refused) approve(domain, Optional.of(fingerprint))).why();
  }

  private static DistrustPlan plan(TestDomain domain, Fingerprint fingerprint) {
    return DistrustPlan.of(domain.facts(), fingerprint);
  }

  private static List<Restart> restarts(
      TestDomain domain, Fingerprint fingerprint, TestNamespace... namespaces) {
    return plan(domain, fingerprint)
        .restarts(domain.facts(), Arrays.stream(namespaces).map(TestNamespace::facts).toList());
  }
}
