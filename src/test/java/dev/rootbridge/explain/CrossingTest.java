package dev.rootbridge.explain;

import static dev.rootbridge.explain.PolicyVerdictTest.policy;
import static dev.rootbridge.explain.PolicyVerdictTest.principals;
import static dev.rootbridge.explain.TestNamespace.MAIN;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrossingTest {

  private static final TestCertificate ROOT_A = TestCertificate.root("O=A");
  private static final TestCertificate ROOT_B = TestCertificate.root("O=B");
  private static final TestCertificate OTHER = TestCertificate.root("O=Other");
  private static final TestNamespace SHOP = TestNamespace.optedIn("shop");

  /** What a.example knows of b.example, and the other way round. */
  private static final TestDomain B = TestDomain.of("b", ROOT_B);

  private static final TestDomain A = TestDomain.of("a", ROOT_A);

  @Test
  void withAllInPlaceNoLayerFails() {
    List<Observation> layers = layers(caller(B), called(A));
    assertThat(layers).noneMatch(Observation::isFailure);
    assertThat(layers)
        .extracting(Observation::about)
        .containsExactly(
            "trust domains",
            "anchor, caller",
            "anchor, called",
            "constraint, caller",
            "constraint, called",
            "proxy, caller",
            "proxy, called",
            "SAN, caller",
            "SAN, called",
            "policy");
  }

  @Test
  void equalTrustDomainsAreTheFirstThing() {
    Crossing.End same =
        end("b", "a.example", ROOT_B, SHOP.bundle(MAIN, "a.example"), "a.example", List.of(), A);
    assertThat(first(caller(B), same)).isEqualTo("trust domains");
  }

  @Test
  void anAnchorThatIsNotThereOrNotPublishedIsNamed() {
    List<Observation> none = layers(caller(), called(A));
    assertThat(none.get(1).outcome().text()).startsWith("a trusts no root of b, which has O=B");
    assertThat(none.get(1).outcome().remedy())
        .hasValue("rootbridge federate --from-context b --to-context a");

    TestDomain pending =
        TestDomain.of("b").with(ROOT_B, AnchorState.PENDING, Publication.NOT_PUBLISHED);
    assertThat(layers(caller(pending), called(A)).get(1).outcome().text())
        .contains("doesn't publish it: Pending");
    // The other side trusts a root that isn't in use any more.
    assertThat(first(caller(B), called(TestDomain.of("a", OTHER)))).isEqualTo("anchor, called");
  }

  @Test
  void aRotationThatOnlyOneSideHasFinishedIsSeen() {
    TestCertificate next = TestCertificate.root("O=B next");
    Crossing.End rotating = withRoots(called(A), ROOT_B, next);
    assertThat(layers(caller(TestDomain.of("b", ROOT_B, next)), rotating).get(1).outcome())
        .isEqualTo(new Outcome.Ok("a publishes each root of b"));
    Outcome waits =
        layers(caller(B.with(next, AnchorState.PENDING, Publication.NOT_PUBLISHED)), rotating)
            .get(1)
            .outcome();
    assertThat(waits).isInstanceOf(Outcome.Warning.class);
    assertThat(waits.text())
        .startsWith("a publishes a root of b, and not this one;")
        .contains("O=B next", "Pending");
    assertThat(waits.remedy()).hasValue("rootbridge status --context a");
    assertThat(layers(caller(B), rotating).get(1).outcome().text())
        .contains("O=B next")
        .endsWith("not known here");
  }

  @Test
  void anAnchorCountsWhileItIsValid() {
    TestCertificate over =
        TestCertificate.ca("O=B").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    TestCertificate renewed =
        TestCertificate.ca("O=B")
            .keysOf(over)
            .valid(NOW.minusSeconds(9), NOW.plusSeconds(3600))
            .mint();
    TestCertificate early =
        TestCertificate.ca("O=B").valid(NOW.plusSeconds(1), NOW.plusSeconds(9)).mint();
    Crossing.End called = withRoots(called(A), renewed);

    assertThat(first(caller(TestDomain.of("b", over)), called)).isEqualTo("anchor, caller");
    List<Observation> layers = layers(caller(TestDomain.of("b", over)), called);
    assertThat(layers.get(1).outcome().text())
        .startsWith("a knows O=B")
        .contains("publishes it with dates that aren't now", "to " + over.anchor().notAfter());
    assertThat(layers.get(3).outcome()).isInstanceOf(Outcome.Unknown.class);
    // The same key under a certificate that is valid.
    assertThat(layers(caller(TestDomain.of("b", over, renewed)), called).get(1).outcome())
        .isInstanceOf(Outcome.Ok.class);

    // Nothing can be under a root of the other mesh that has ended, so that it isn't missed.
    assertThat(layers(caller(B), withRoots(called(A), ROOT_B, over)).get(1).outcome())
        .isInstanceOf(Outcome.Ok.class);
    Outcome none =
        layers(caller(TestDomain.of("b", early)), withRoots(called(A), early)).get(1).outcome();
    assertThat(none).isInstanceOf(Outcome.Failed.class);
    assertThat(none.text()).startsWith("no root of b is valid: O=B");
  }

  @Test
  void rootsThatAreNotKnownAreNotTakenForTrusted() {
    List<Observation> layers = layers(caller(B), withRoots(called(A)));
    assertThat(layers.get(1).outcome()).isInstanceOf(Outcome.Unknown.class);
    assertThat(layers.get(3).outcome()).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void anAnchorForAnotherDomainFailsAtTheConstraint() {
    List<Observation> layers = layers(caller(TestDomain.of("c", ROOT_B)), called(A));
    Observation first = layers.stream().filter(Observation::isFailure).findFirst().orElseThrow();
    assertThat(first.about()).isEqualTo("constraint, caller");
    assertThat(first.outcome().text())
        .isEqualTo("in a, the root of b may vouch for c.example alone, and that mesh is b.example");
  }

  @Test
  void sourcesThatWereSwappedFailAtTheConstraint() {
    Crossing.End swapped = caller(TestDomain.of("b", OTHER), TestDomain.of("c", ROOT_B));
    List<Observation> layers = layers(swapped, called(A));
    assertThat(first(swapped, called(A))).isEqualTo("constraint, caller");
    assertThat(layers.get(3).outcome().text())
        .isEqualTo("in a, the root of b may vouch for c.example alone, and that mesh is b.example");
    assertThat(layers.get(3).outcome().remedy())
        .hasValue("give FederatedTrustDomain c the source of its own domain");
    // Unconstrained, it vouches for whomever it likes.
    assertThat(
            layers(caller(B, TestDomain.of("c", ROOT_B).unconstrained()), called(A))
                .get(3)
                .outcome())
        .isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void aPodThatIsMissedIsNamed() {
    Crossing.End blind = end("a", "a.example", ROOT_A, SHOP, "c.example", List.of(), B);
    List<Observation> layers = layers(blind, called(A));
    assertThat(first(blind, called(A))).isEqualTo("proxy, caller");
    assertThat(layers.get(5).outcome().text())
        .isEqualTo(
            "1 of 1 pods of shop/Deployment web in a miss it: pod web-1 reads no bundle with"
                + " b.example");
    assertThat(layers.get(5).outcome().remedy())
        .hasValue("rootbridge explain web-1 -n shop --context a");
  }

  @Test
  void aDomainThatIstiodDoesNotLetInFailsAtTheCalledSan() {
    TestDomain unaccepted =
        A.saying(Condition.Type.ACCEPTED_BY_MESH, Condition.Status.FALSE, "NotLookedAt", "set it");
    assertThat(first(caller(B), called(unaccepted))).isEqualTo("SAN, called");
  }

  @Test
  void whomTheCallerExpectsIsKnownByAServiceEntryOnly() {
    TestDomain depends =
        B.saying(Condition.Type.CALLABLE, Condition.Status.UNKNOWN, "DependsOnIstiod", "maybe");
    assertThat(layers(caller(depends), called(A)).get(7).outcome())
        .isInstanceOf(Outcome.Unknown.class);
    Crossing.End told =
        new Crossing.End(
            "a",
            caller(depends).workload(),
            View.of(List.of("spiffe://b.example/ns/shop/sa/web")),
            View.of(List.of()),
            "istio-system");
    assertThat(layers(told, called(A)).get(7).outcome()).isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void aPolicyIsTheLastLayer() {
    PolicyFacts strangers =
        new PolicyFacts(
            "shop",
            "p",
            PolicyFacts.Action.ALLOW,
            java.util.Map.of(),
            PolicyFacts.Target.WORKLOADS,
            policy(PolicyFacts.Action.ALLOW, principals("a.example/ns/lab/sa/x")).rules());
    Crossing.End guarded =
        end(
            "b",
            "b.example",
            ROOT_B,
            SHOP.bundle(MAIN, "a.example"),
            "a.example",
            List.of(strangers),
            A);
    assertThat(first(caller(B), guarded)).isEqualTo("policy");
  }

  private static Crossing.End caller(TestDomain... domains) {
    return end(
        "a", "a.example", ROOT_A, SHOP.bundle(MAIN, "b.example"), "b.example", List.of(), domains);
  }

  private static Crossing.End called(TestDomain... domains) {
    return end(
        "b", "b.example", ROOT_B, SHOP.bundle(MAIN, "a.example"), "a.example", List.of(), domains);
  }

  private static Crossing.End end(
      String cluster,
      String local,
      TestCertificate root,
      TestNamespace namespace,
      String patchedFor,
      List<PolicyFacts> policies,
      TestDomain... domains) {
    TrustFacts facts = TestTrust.of(domains).in(namespace).facts();
    TrustFacts here =
        new TrustFacts(
            new LocalFacts(new TrustDomain(local), List.of(root.anchor()), "…"),
            facts.domains(),
            facts.namespaces(),
            Optional.empty(),
            facts.mesh());
    return new Crossing.End(
        cluster,
        new Workload(
            "Deployment web",
            namespace.facts(),
            List.of(TestPod.sidecar().patched(patchedFor).running("1.31.0")),
            here),
        View.of(List.of()),
        View.of(policies),
        "istio-system");
  }

  private static Crossing.End withRoots(Crossing.End end, TestCertificate... roots) {
    TrustFacts facts = end.workload().facts();
    Workload workload = end.workload();
    return new Crossing.End(
        end.cluster(),
        new Workload(
            workload.named(),
            workload.namespace(),
            workload.pods(),
            new TrustFacts(
                new LocalFacts(
                    facts.local().trustDomain(),
                    Arrays.stream(roots).map(TestCertificate::anchor).toList(),
                    "…"),
                facts.domains(),
                facts.namespaces(),
                Optional.empty(),
                facts.mesh())),
        end.expected(),
        end.policies(),
        end.rootNamespace());
  }

  private static List<Observation> layers(Crossing.End from, Crossing.End to) {
    return Crossing.layers(from, to, NOW);
  }

  private static String first(Crossing.End from, Crossing.End to) {
    return layers(from, to).stream()
        .filter(Observation::isFailure)
        .findFirst()
        .orElseThrow()
        .about();
  }
}
