package dev.rootbridge.explain;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.explain.TrustMap.Bond;
import dev.rootbridge.explain.TrustMap.Direction;
import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustMapTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=Any");

  @Test
  void theWayBackIsKnownOfClustersThatWereLookedAt() {
    TrustMap map =
        TrustMap.of(
            Map.of(
                "a",
                cluster("a.example", "b", "c", "d"),
                "b",
                cluster("b.example", "a"),
                "c",
                cluster("c.example")),
            NOW);
    assertThat(map.clusters()).containsEntry(new TrustDomain("c.example"), "c").hasSize(3);
    assertThat(map.edges())
        .extracting(edge -> edge.from() + " " + edge.to() + " " + edge.direction())
        .containsExactly(
            "a.example b.example " + Direction.BOTH_WAYS,
            "a.example c.example " + Direction.ONE_WAY,
            "a.example d.example " + Direction.UNKNOWN,
            "b.example a.example " + Direction.BOTH_WAYS);
  }

  @Test
  void eachClusterOfAMeshTrustsByItself() {
    TestDomain away =
        TestDomain.of("b", ROOT)
            .saying(Condition.Type.PUBLISHED, Condition.Status.FALSE, "NoAnchors", "none");
    TrustMap map =
        TrustMap.of(
            Map.of(
                "a1", TestTrust.of(TestDomain.of("b", ROOT)).facts(),
                "a2", TestTrust.of(away).facts(),
                "b1", cluster("b.example", "a"),
                "b2", cluster("b.example")),
            NOW);
    assertThat(map.clusters().get(new TrustDomain("a.example")).split(", "))
        .containsExactlyInAnyOrder("a1", "a2");
    assertThat(map.edges())
        .extracting(edge -> edge.cluster() + " " + edge.standing() + " " + edge.direction())
        .containsExactly(
            // Not both clusters of b trust back.
            "a1 " + DomainHealth.Standing.SERVING + " " + Direction.ONE_WAY,
            "a2 " + DomainHealth.Standing.NOT_SERVING + " " + Direction.ONE_WAY,
            // Nor is b trusted in both clusters of a.
            "b1 " + DomainHealth.Standing.SERVING + " " + Direction.ONE_WAY);
  }

  @Test
  void whoeverPublishesNothingDoesNotTrustBack() {
    TestDomain unread =
        TestDomain.of("a")
            .saying(Condition.Type.SOURCE_REACHABLE, Condition.Status.UNKNOWN, "NotYetRead", "wait")
            .saying(Condition.Type.PUBLISHED, Condition.Status.FALSE, "NoAnchors", "none");
    TestCertificate over =
        TestCertificate.ca("O=Over").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    for (TestDomain back : List.of(unread, TestDomain.of("a", over))) {
      TrustMap map =
          TrustMap.of(
              Map.of("a", cluster("a.example", "b"), "b", trusting("b.example", back)), NOW);
      assertThat(map.edges())
          .extracting(edge -> edge.cluster() + " " + edge.direction())
          .containsExactly("a " + Direction.ONE_WAY, "b " + Direction.BOTH_WAYS);
    }
  }

  @Test
  void whatIsOpenedOrDoesNotServeShows() {
    TrustMap map =
        TrustMap.of(
            Map.of(
                "a",
                TestTrust.of(
                        TestDomain.of("b", ROOT).unconstrained(),
                        TestDomain.of("c", ROOT).acceptedAs(Acceptance.ALIAS),
                        TestDomain.of("d")
                            .saying(
                                Condition.Type.PUBLISHED,
                                Condition.Status.FALSE,
                                "NoAnchors",
                                "none"))
                    .facts()),
            NOW);
    assertThat(map.edges())
        .extracting(TrustMap.Edge::bond)
        .containsExactly(Bond.UNCONSTRAINED, Bond.CONSTRAINED, Bond.NOTHING_TRUSTED);
    assertThat(map.edges()).extracting(TrustMap.Edge::isOpened).containsExactly(true, true, false);
    assertThat(map.edges().get(2).standing()).isEqualTo(DomainHealth.Standing.NOT_SERVING);
  }

  @Test
  void aDomainWhoseRootsHaveEndedDoesNotServe() {
    TestCertificate over =
        TestCertificate.ca("O=Over").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    TrustMap map = TrustMap.of(Map.of("a", TestTrust.of(TestDomain.of("b", over)).facts()), NOW);
    assertThat(map.edges())
        .extracting(TrustMap.Edge::standing)
        .containsExactly(DomainHealth.Standing.NOT_SERVING);
  }

  private static TrustFacts cluster(String local, String... federated) {
    TestDomain[] domains = new TestDomain[federated.length];
    for (int i = 0; i < federated.length; i++) {
      domains[i] = TestDomain.of(federated[i], ROOT);
    }
    return trusting(local, domains);
  }

  private static TrustFacts trusting(String local, TestDomain... domains) {
    TrustFacts facts = TestTrust.of(domains).facts();
    return new TrustFacts(
        new LocalFacts(new TrustDomain(local), List.of(), "…"),
        facts.domains(),
        List.of(),
        Optional.empty(),
        facts.mesh());
  }
}
