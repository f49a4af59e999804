package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rootbridge.sync.ChangesView.Changes;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Domain;
import dev.rootbridge.sync.SyncPlan.Presence;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.sync.SyncPlan.TargetState;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.web.StatusView.ConditionRow;
import dev.rootbridge.web.StatusView.DomainSection;
import dev.rootbridge.web.StatusView.NamespaceRow;
import dev.rootbridge.web.StatusView.Standing;
import dev.rootbridge.web.StatusView.TrustRow;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanInWordsTest {

  private static final List<AnchorStatus> UNPUBLISHED =
      List.of(new AnchorStatus(TestPlan.REMOTE, Publication.NOT_PUBLISHED));

  @Test
  void trustThatIsConstrained() {
    StatusView view = view(TestPlan.settled());

    assertThat(view.asOf()).isEqualTo("2026-11-15 12:00:00 UTC");
    assertThat(view.summary()).isEqualTo("a.example trusts b.example.");
    assertThat(view.trust())
        .containsExactly(
            new TrustRow(
                "b.example",
                "b",
                Standing.good("Trusted"),
                Standing.good("Constrained"),
                "Its CA may vouch for identities of b.example only.",
                "Not known here.",
                "From it: not known. To it: not known.",
                "1 of 1 have its present bundle"));
  }

  @Test
  void trustWithoutDnsNames() {
    Constraint strict = new Constraint(Constraint.Mode.TRUST_DOMAIN, Constraint.Dns.FORBID);

    assertThat(view(TestPlan.of(List.of(TestPlan.published(strict)))).trust())
        .extracting(TrustRow::vouchesFor)
        .containsExactly("Its CA may vouch for identities of b.example only, and for no DNS name.");
  }

  @Test
  void trustThatIsNotConstrained() {
    Constraint none = new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);

    TrustRow row = view(TestPlan.of(List.of(TestPlan.published(none)))).trust().get(0);

    assertThat(row.constraint()).isEqualTo(Standing.bad("Not constrained"));
    assertThat(row.vouchesFor())
        .isEqualTo("Its CA may vouch for any identity, those of a.example too.");
  }

  @Test
  void trustThatHasEnded() {
    Instant over = TestPlan.REMOTE.anchor().notAfter().plusSeconds(1);
    StatusView view = view(TestPlan.settled(), over);

    assertThat(view.trust().get(0).standing()).isEqualTo(Standing.bad("No valid root"));
    assertThat(view.summary()).isEqualTo("a.example trusts no other trust domain.");
    Instant early = TestPlan.REMOTE.anchor().notBefore().minusSeconds(1);
    assertThat(view(TestPlan.settled(), early).trust().get(0).standing())
        .isEqualTo(Standing.bad("No valid root"));
  }

  @Test
  void oneOfSeveralRootsThatHasEndedIsNoEnd() {
    TrackedAnchor over =
        TestPlan.active(
            TestCertificate.ca("O=Over").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint());
    List<AnchorStatus> both =
        List.of(
            new AnchorStatus(over, Publication.CONSTRAINED),
            new AnchorStatus(TestPlan.REMOTE, Publication.CONSTRAINED));

    assertThat(standing(both, new Counts(1, 1), Condition.Type.ACCEPTED, Condition.Status.TRUE))
        .isEqualTo(Standing.good("Trusted"));
  }

  @Test
  void noTrustAtAll() {
    assertThat(view(TestPlan.of(List.of())).summary())
        .isEqualTo("a.example trusts no other trust domain.");
  }

  @Test
  void notAccepted() {
    assertThat(
            standing(
                UNPUBLISHED, new Counts(0, 0), Condition.Type.ACCEPTED, Condition.Status.FALSE))
        .isEqualTo(Standing.bad("Not accepted"));
  }

  @Test
  void sourceNotReadYet() {
    assertThat(
            standing(
                UNPUBLISHED,
                new Counts(1, 0),
                Condition.Type.SOURCE_REACHABLE,
                Condition.Status.UNKNOWN))
        .isEqualTo(Standing.waiting("Waiting for its source"));
  }

  @Test
  void nothingThatCanBePublished() {
    assertThat(
            standing(
                UNPUBLISHED, new Counts(1, 0), Condition.Type.PUBLISHED, Condition.Status.FALSE))
        .isEqualTo(Standing.bad("Not trusted"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, In no namespace", "2, 1, Being published"})
  void onItsWay(int selected, int current, String word) {
    List<AnchorStatus> published =
        List.of(new AnchorStatus(TestPlan.REMOTE, Publication.CONSTRAINED));

    assertThat(
            standing(
                published,
                new Counts(selected, current),
                Condition.Type.ACCEPTED,
                Condition.Status.TRUE))
        .isEqualTo(Standing.waiting(word));
  }

  @Test
  void whatIsTrustedThoughItsSourceFailsIsTrustedFromMemory() {
    assertThat(
            standing(
                List.of(new AnchorStatus(TestPlan.REMOTE, Publication.CONSTRAINED)),
                new Counts(2, 2),
                Condition.Type.SOURCE_REACHABLE,
                Condition.Status.FALSE))
        .isEqualTo(Standing.waiting("Trusted from memory"));
  }

  @Test
  void thisClustersAnchorsComeFirst() {
    List<DomainSection> domains = view(TestPlan.settled()).domains();

    assertThat(domains)
        .extracting(DomainSection::trustDomain, DomainSection::whose)
        .containsExactly(
            tuple("a.example", "this cluster"),
            tuple("b.example", "federated by FederatedTrustDomain b"));
    assertThat(domains.get(0).anchors().get(0).published()).isEqualTo("as it is");
    assertThat(domains.get(1).anchors().get(0).published()).isEqualTo("constrained to b.example");
  }

  @Test
  void conditionsAreWordedAsInTheStatus() {
    assertThat(view(TestPlan.settled()).domains().get(0).conditions())
        .containsExactly(
            new ConditionRow("SourceReachable", Standing.good("True"), "Why", "why and what to do"),
            new ConditionRow(
                "LocalRootVerified", Standing.good("True"), "Why", "why and what to do"));
  }

  @ParameterizedTest
  @CsvSource({
    "CURRENT, Up to date, GOOD",
    "PENDING, Being written, WAITING",
    "WAITING, Waiting, WAITING",
    "NOT_NEEDED, None needed, GOOD",
    "FAILED, Not written, BAD",
    "CONFLICT, Name taken, BAD"
  })
  void namespaces(TargetState state, String word, StatusView.Look look) {
    assertThat(view(TestPlan.of(List.of(), TestPlan.namespace("shop", state))).namespaces().first())
        .containsExactly(
            new NamespaceRow("shop", "b.example", new Standing(word, look), "what it waits for"));
  }

  @Test
  void aNamespaceThatMayTrustNobody() {
    SyncPlan.Namespace shop =
        new SyncPlan.Namespace(
            "shop",
            new TreeSet<>(),
            new SyncPlan.Target(
                "rootbridge-trust", new TreeSet<>(), TargetState.NOT_NEEDED, Presence.ABSENT, ""),
            List.of(),
            SyncPlan.ScopeRoom.FREE);

    assertThat(view(TestPlan.of(List.of(), shop)).namespaces().first())
        .extracting(NamespaceRow::mayTrust)
        .containsExactly("no other domain");
  }

  private static Standing standing(
      List<AnchorStatus> anchors, Counts counts, Condition.Type type, Condition.Status status) {
    Domain domain =
        TestPlan.domain(Constraint.DEFAULT, anchors, counts, TestPlan.condition(type, status));
    return view(TestPlan.of(List.of(domain))).trust().get(0).standing();
  }

  private static StatusView view(SyncPlan plan) {
    return view(plan, NOW);
  }

  private static StatusView view(SyncPlan plan, Instant now) {
    return PlanInWords.of(plan, new Changes(NOW, List.of()), List.of(), List.of(), now);
  }
}
