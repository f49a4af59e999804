package dev.rootbridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Counts;
import dev.rootbridge.sync.SyncPlan.Domain;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.web.MapView.Box;
import dev.rootbridge.web.MapView.Edge;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapLayoutTest {

  @Test
  void saysWhoTrustsWhomAndThatTheWayBackIsNotKnown() {
    Edge edge = MapLayout.of(TestPlan.settled()).edges().get(0);

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

    Edge edge = MapLayout.of(TestPlan.of(List.of(TestPlan.published(none)))).edges().get(0);

    assertThat(edge.styleClass()).isEqualTo("bad");
    assertThat(edge.constraint().word()).isEqualTo("Not constrained");
  }

  @Test
  void aDomainThatIsNotTrustedNowHasNoLineOfTrust() {
    Domain unpublished =
        TestPlan.domain(
            Constraint.DEFAULT,
            List.of(new AnchorStatus(TestPlan.REMOTE, Publication.NOT_PUBLISHED)),
            new Counts(1, 0),
            TestPlan.condition(Condition.Type.ACCEPTED, Condition.Status.TRUE));

    Edge edge = MapLayout.of(TestPlan.of(List.of(unpublished))).edges().get(0);

    assertThat(edge.styleClass()).isEqualTo("idle");
    assertThat(edge.sentence()).startsWith("a.example does not trust b.example now: Not trusted;");
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

    Edge edge = MapLayout.of(TestPlan.of(List.of(domain))).edges().get(0);

    assertThat(edge.domain().detail()).isEqualTo("calls in \u2713  out \u2717");
    assertThat(edge.sentence()).contains("From it: let in. To it: not expected.");
  }

  @Test
  void manyDomainsStayWithinTheDrawingAndApart() {
    SyncPlan plan =
        TestPlan.of(
            Collections.nCopies(
                MapLayout.MOST_DOMAINS + 3, TestPlan.published(Constraint.DEFAULT)));

    MapView map = MapLayout.of(plan);

    assertThat(map.edges()).hasSize(MapLayout.MOST_DOMAINS);
    assertThat(map.undrawn()).isEqualTo(3);
    int below = 0;
    for (Edge edge : map.edges()) {
      Box box = edge.domain();
      assertThat(box.y()).isGreaterThanOrEqualTo(below);
      below = box.y() + box.height();
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(map.width());
    }
    assertThat(below).isLessThanOrEqualTo(map.height());
  }
}
