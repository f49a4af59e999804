package dev.rootbridge.explain;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.DomainHealth.Standing;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DomainHealthTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=B");

  @Test
  void oneThatIsWellHasNoTroubles() {
    assertThat(health(TestDomain.of("b", ROOT)).standing()).isEqualTo(Standing.SERVING);
    assertThat(troubles(health(TestDomain.of("b", ROOT)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Condition.Type.class,
      names = {"ACCEPTED", "SOURCE_REACHABLE", "PUBLISHED"})
  void withoutOneOfTheseItServesNobody(Condition.Type type) {
    DomainHealth health =
        health(
            TestDomain.of("b", ROOT)
                .saying(type, Condition.Status.UNKNOWN, "NotYetRead", "wait a moment"));
    assertThat(health.standing()).isEqualTo(Standing.NOT_SERVING);
    assertThat(troubles(health))
        .containsExactly(type.label() + ": Unknown, NotYetRead: wait a moment");
  }

  @ParameterizedTest
  @EnumSource(
      value = Condition.Type.class,
      names = {"CONSTRAINED", "ACCEPTED_BY_MESH", "PODS_CURRENT"})
  void otherConditionsAreToldAndNoMore(Condition.Type type) {
    DomainHealth health =
        health(TestDomain.of("b", ROOT).saying(type, Condition.Status.FALSE, "Why", "so"));
    assertThat(health.standing()).isEqualTo(Standing.SERVING);
    assertThat(troubles(health)).containsExactly(type.label() + ": False, Why: so");
  }

  @Test
  void aStatusThatIsMissingOrOldIsNoStatus() {
    TestDomain domain = TestDomain.of("b", ROOT);
    assertThat(troubles(health(domain.observed(OptionalLong.empty()))))
        .containsExactly(
            "Rootbridge has said nothing of it yet: see that it runs, by rootbridge doctor");
    assertThat(troubles(health(domain.observed(OptionalLong.of(2)))))
        .singleElement()
        .asString()
        .startsWith("the status is of an earlier spec (generation 2 of 3)");
  }

  @Test
  void anAnchorIsToldOfBeforeItEndsAndAfterwards() {
    TestCertificate soon =
        TestCertificate.ca("O=Soon")
            .valid(NOW.minusSeconds(9), NOW.plus(Duration.ofDays(7)))
            .mint();
    TestCertificate over =
        TestCertificate.ca("O=Over").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    DomainHealth health = health(TestDomain.of("b", ROOT, soon, over));
    assertThat(troubles(health))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("O=Soon").contains("expires in 7 days"),
            second -> assertThat(second).startsWith("O=Over").contains("has expired"));

    assertThat(
            troubles(
                health(
                    TestDomain.of("b", ROOT)
                        .with(over, AnchorState.DISTRUSTED, Publication.NOT_PUBLISHED))))
        .isEmpty();
  }

  @Test
  void withoutARootThatIsValidItServesNobody() {
    TestCertificate first =
        TestCertificate.ca("O=First").valid(NOW.minusSeconds(9), NOW.minusSeconds(2)).mint();
    TestCertificate last =
        TestCertificate.ca("O=Last").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    TestDomain domain = TestDomain.of("b", first, last);
    assertThat(health(domain).standing()).isEqualTo(Standing.NOT_SERVING);
    assertThat(troubles(health(domain)))
        .contains(
            "no root of it is valid: the last ended at "
                + last.anchor().notAfter()
                + ": see why its source has no newer one");
    // What isn't published helps nobody.
    assertThat(health(domain.with(ROOT, AnchorState.PENDING, Publication.NOT_PUBLISHED)).standing())
        .isEqualTo(Standing.NOT_SERVING);
    assertThat(health(domain.with(ROOT, AnchorState.RETIRING, Publication.CONSTRAINED)).standing())
        .isEqualTo(Standing.SERVING);
  }

  @Test
  void aRootThatIsYetToBeginServesNobody() {
    TestCertificate next =
        TestCertificate.ca("O=Next").valid(NOW.plusSeconds(9), NOW.plusSeconds(99)).mint();
    DomainHealth health = health(TestDomain.of("b", next));
    assertThat(health.standing()).isEqualTo(Standing.NOT_SERVING);
    assertThat(troubles(health))
        .contains(
            "no root of it is valid: the next begins at "
                + next.anchor().notBefore()
                + ": see why its source has none that is valid now");
  }

  private static List<String> troubles(DomainHealth health) {
    return health.troubles().stream().map(DomainHealth.Trouble::text).toList();
  }

  private static DomainHealth health(TestDomain domain) {
    return DomainHealth.of(domain.facts(), NOW);
  }
}
