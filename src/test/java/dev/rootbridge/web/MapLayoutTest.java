package dev.rootbridge.web;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.LocalRoots;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Domain;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.web.MapView.Box;
import dev.rootbridge.web.MapView.Edge;
import dev.rootbridge.web.MapView.Member;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MapLayoutTest {

  @Test
  void saysWhoTrustsWhomAndThatTheWayBackIsNotKnown() {
    Edge edge = MapLayout.of(TestPlan.settled(), Fit.ROOMY, NOW).edges().get(0);

    assertThat(edge.sentence())
        .isEqualTo(
            "a.example trusts b.example: Trusted; Constrained. Calls: From it: not known. To it:"
                + " not known. Whether b.example trusts a.example is not known here.");
    assertThat(edge.styleClass()).isEqualTo("good");
    assertThat(edge.section()).isEqualTo("domain-1");
  }

  @Test
  void trustWithoutAConstraintIsDrawnOtherwise() {
    Constraint none = new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW);

    Edge edge =
        MapLayout.of(TestPlan.of(List.of(TestPlan.published(none))), Fit.ROOMY, NOW).edges().get(0);

    assertThat(edge.styleClass()).isEqualTo("bad");
    assertThat(edge.constraint().text()).isEqualTo("Not constrained");
  }

  @Test
  void aDomainThatIsNotTrustedNowHasNoLineOfTrust() {
    Domain unpublished =
        TestPlan.domain(
            Constraint.DEFAULT,
            List.of(new AnchorStatus(TestPlan.REMOTE, Publication.NOT_PUBLISHED)),
            new Counts(1, 0),
            TestPlan.condition(Condition.Type.ACCEPTED, Condition.Status.TRUE));

    Edge edge = MapLayout.of(TestPlan.of(List.of(unpublished)), Fit.ROOMY, NOW).edges().get(0);

    assertThat(edge.styleClass()).isEqualTo("idle");
    assertThat(edge.sentence()).startsWith("a.example does not trust b.example now: Not trusted;");
  }

  @Test
  void aDomainWhoseRootsHaveEndedIsNotTrustedNow() {
    Edge edge =
        MapLayout.of(
                TestPlan.settled(), Fit.ROOMY, TestPlan.REMOTE.anchor().notAfter().plusSeconds(1))
            .edges()
            .get(0);

    assertThat(edge.domain().standing()).isEqualTo(StatusView.Standing.bad("No valid root"));
    assertThat(edge.styleClass()).isEqualTo("idle");
    assertThat(edge.sentence())
        .startsWith("a.example does not trust b.example now: No valid root;");
  }

  @Test
  void callsAreKnownByTheConditions() {
    Domain domain =
        TestPlan.domain(
            Constraint.DEFAULT,
            List.of(new AnchorStatus(TestPlan.REMOTE, Publication.CONSTRAINED)),
            new Counts(1, 1),
            TestPlan.condition(Condition.Type.ACCEPTED_BY_MESH, Condition.Status.TRUE),
            TestPlan.condition(Condition.Type.CALLABLE, Condition.Status.FALSE));

    Edge edge = MapLayout.of(TestPlan.of(List.of(domain)), Fit.ROOMY, NOW).edges().get(0);

    assertThat(edge.domain().detail()).isEqualTo("calls in \u2713  out \u2717");
    assertThat(edge.sentence()).contains("From it: let in. To it: not expected.");
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void manyStayWithinTheDrawingAndApart(Fit fit) {
    SyncPlan plan =
        withRemotes(
            TestPlan.of(
                Collections.nCopies(
                    MapLayout.MOST_DOMAINS + 3, TestPlan.published(Constraint.DEFAULT))),
            Collections.nCopies(MapLayout.MOST_MEMBERS + 1, remote(TestPlan.LOCAL)));

    MapView map = MapLayout.of(plan, fit, NOW);

    assertThat(map.edges()).hasSize(MapLayout.MOST_DOMAINS);
    assertThat(map.members()).hasSize(MapLayout.MOST_MEMBERS);
    assertThat(map.more())
        .isEqualTo("In the tables only: 3 more trust domains and 1 more cluster.");
    List<Box> boxes =
        Stream.of(
                Stream.of(map.home()),
                map.members().stream().map(Member::cluster),
                map.edges().stream().map(Edge::domain))
            .flatMap(all -> all)
            .toList();
    for (Box box : boxes) {
      assertThat(box.x()).isNotNegative();
      assertThat(box.y()).isNotNegative();
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(map.width());
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(map.height());
      assertThat(boxes).filteredOn(other -> overlap(box, other)).containsExactly(box);
    }
  }

  @Test
  void whereAllAreDrawnNothingIsSaidOfMore() {
    assertThat(MapLayout.of(TestPlan.settled(), Fit.TIGHT, NOW).more()).isEmpty();
  }

  @Test
  void aDomainThatHasOurRootTrustsBack() {
    SyncPlan plan =
        TestPlan.of(
            List.of(
                TestPlan.domain(
                    Constraint.DEFAULT,
                    List.of(new AnchorStatus(TestPlan.LOCAL, Publication.NOT_PUBLISHED)),
                    new Counts(1, 0))));

    Edge edge = MapLayout.of(plan, Fit.ROOMY, NOW).edges().get(0);

    assertThat(edge.backClass()).isEqualTo("known");
    assertThat(edge.trustsBack().text()).isEqualTo("trusts back: it has our root");
    assertThat(edge.sentence()).endsWith(" b.example has a root of a.example, and so trusts it.");
  }

  @Test
  void aClusterThatIsServedFromHereTrustsBackByARootOfBoth() {
    SyncPlan plan =
        withRemotes(
            TestPlan.settled(),
            List.of(
                remote(TestPlan.LOCAL),
                remote(TestPlan.REMOTE),
                new SyncPlan.Remote(
                    "away",
                    Optional.empty(),
                    TestPlan.condition(Condition.Type.SOURCE_REACHABLE, Condition.Status.FALSE))));

    List<Member> members = MapLayout.of(plan, Fit.ROOMY, NOW).members();

    assertThat(members)
        .extracting(member -> member.trust().text())
        .containsExactly(
            "each trusts the other", "neither trusts the other", "trust? Not known yet");
    assertThat(members).extracting(member -> member.heads().size()).containsExactly(2, 0, 0);
    assertThat(members.get(0).sentence()).contains("Each trusts the other, by a root of both.");
  }

  private static boolean overlap(Box one, Box other) {
    return one.x() < other.x() + other.width()
        && other.x() < one.x() + one.width()
        && one.y() < other.y() + other.height()
        && other.y() < one.y() + one.height();
  }

  private static SyncPlan.Remote remote(TrackedAnchor root) {
    SyncPlan.Cluster home = TestPlan.settled().home();
    return new SyncPlan.Remote(
        "west",
        Optional.of(
            new SyncPlan.Cluster(
                new SyncPlan.Local(
                    home.local().trustDomain(),
                    new LocalRoots(List.of(root), 1),
                    home.local().source(),
                    home.local().verification()),
                List.of(),
                List.of(),
                home.missed(),
                Map.of())),
        home.local().source());
  }

  private static SyncPlan withRemotes(SyncPlan plan, List<SyncPlan.Remote> remotes) {
    return new SyncPlan(plan.madeAt(), plan.domains(), plan.home(), remotes, plan.discovery());
  }
}
