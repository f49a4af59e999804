package dev.rootbridge.explain;

import static dev.rootbridge.explain.TestNamespace.MAIN;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.ContentChanges;
import dev.rootbridge.trust.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodExplanationTest {

  private static final String RESTART = "kubectl -n shop rollout restart deployment/web";
  private static final TestDomain B = TestDomain.of("b", TestCertificate.root("O=B"));
  private static final TestDomain C = TestDomain.of("c", TestCertificate.root("O=C"));
  private static final TestNamespace SHOP = TestNamespace.optedIn("shop");
  private static final TestPod PATCHED = TestPod.sidecar().patched("b.example");

  @Test
  void theWholeWayIsWalkedWhereAllIsWell() {
    List<Observation> all = explain(PATCHED, SHOP.bundle(MAIN, "b.example"), B);
    assertThat(all).noneMatch(Observation::isFailure);
    assertThat(all)
        .extracting(Observation::about)
        .containsExactly(
            "namespace",
            "domains",
            "when it was made",
            "patch",
            "bundle",
            "proxy",
            "b.example",
            "b.example, calls in");
  }

  @Test
  void aNamespaceThatHasNotOptedInEndsIt() {
    List<Observation> all = explain(PATCHED, TestNamespace.notOptedIn("shop"), B);
    assertThat(all).singleElement().satisfies(PodExplanationTest::isFailure);
    assertThat(remedy(all.get(0)))
        .hasValue(
            "kubectl label namespace shop rootbridge.dev/injection=enabled; then restart its"
                + " workloads");
  }

  @Test
  void aNamespaceThatNoDomainSelectsEndsIt() {
    List<Observation> all = explain(PATCHED, SHOP, B.forTeam("lab"));
    assertThat(last(all).about()).isEqualTo("domains");
    assertThat(remedy(last(all)))
        .hasValue("widen a namespaceSelector: kubectl edit ftd NAME; there are b");
  }

  @Test
  void aWishIsShownWithWhatIsLeftOfIt() {
    TestPod pod =
        TestPod.sidecar()
            .annotated("rootbridge.dev/trust-domains", "c.example,d.example,nowhere.example")
            .patched("b.example", "c.example");
    List<Observation> all =
        explain(pod, SHOP, B, C, TestDomain.of("d", TestCertificate.root("O=D")).forTeam("lab"));
    assertThat(about(all, "scope").outcome())
        .isInstanceOf(Outcome.Warning.class)
        .extracting(Outcome::text)
        .asString()
        .contains(
            "is left c.example", "not allowed: [d.example]", "not federated: [nowhere.example]");
  }

  @Test
  void whatThePodItselfPreventsIsTold() {
    List<Observation> optedOut =
        explain(TestPod.sidecar().labelled("rootbridge.dev/inject", "false"), SHOP, B);
    assertThat(last(optedOut).outcome()).isInstanceOf(Outcome.Warning.class);

    List<Observation> noProxy =
        explain(
            TestPod.of(
                "{metadata: {name: web-1, annotations: {}}, spec: {containers: [{name: app}]}}"),
            SHOP,
            B);
    assertThat(last(noProxy)).satisfies(PodExplanationTest::isFailure);
    assertThat(last(noProxy).outcome().text()).startsWith("NoProxy: ");
    assertThat(remedy(last(noProxy)).orElseThrow()).contains("istio-injection=enabled");
  }

  @Test
  void aPodThatIsOlderThanTheOptInIsToBeRestarted() {
    List<Observation> all = explain(TestPod.sidecar(), SHOP.bundle(MAIN, "b.example"), B);
    assertThat(about(all, "patch")).satisfies(PodExplanationTest::isFailure);
    assertThat(remedy(about(all, "patch"))).hasValue(RESTART);
    // What it would trust is said all the same.
    assertThat(last(all).about()).isEqualTo("b.example, calls in");
  }

  @Test
  void aPodOfAnotherScopeIsToBeRestarted() {
    List<Observation> all =
        explain(
            PATCHED.annotated("rootbridge.dev/trust-domains", "c.example"),
            SHOP.bundle(MAIN, "b.example", "c.example"),
            B,
            C);
    assertThat(about(all, "patch").outcome().text())
        .startsWith(
            "the proxy mounts ConfigMap rootbridge-trust, but the pod is to trust c.example");
  }

  @Test
  void aBundleThatIsMissingShortOrForeignIsTold() {
    assertThat(about(explain(PATCHED, SHOP, B), "bundle").outcome().text())
        .isEqualTo("ConfigMap shop/rootbridge-trust isn't there");
    assertThat(
            about(explain(PATCHED, SHOP.bundle(MAIN, "c.example"), B), "bundle").outcome().text())
        .isEqualTo("ConfigMap shop/rootbridge-trust lacks b.example");
  }

  @Test
  void aProxyThatCannotHaveSeenItsBundleIsToBeRestarted() {
    ContentChanges twice =
        new ContentChanges(List.of(NOW.minus(Duration.ofHours(1)), NOW.minus(Duration.ofHours(2))));
    Outcome missed =
        about(
                PodExplanation.of(
                    PATCHED.running("1.30.1"),
                    SHOP.bundle(MAIN, twice, "b.example").facts(),
                    trust(SHOP, B),
                    TestPod.INJECTION,
                    NOW),
                "proxy")
            .outcome();
    assertThat(missed).isInstanceOf(Outcome.Failed.class);
    assertThat(missed.text()).contains("1.30.1", "istio/istio#59912");
    assertThat(missed.remedy()).hasValue(RESTART);

    assertThat(about(explain(PATCHED, SHOP.bundle(MAIN, twice, "b.example"), B), "proxy").outcome())
        .isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void anUnconstrainedDomainAndOneThatIsNotAcceptedAreTold() {
    List<Observation> all =
        explain(
            PATCHED,
            SHOP.bundle(MAIN, "b.example"),
            B.unconstrained()
                .saying(
                    Condition.Type.ACCEPTED_BY_MESH,
                    Condition.Status.FALSE,
                    "NotLookedAt",
                    "set SHARED_MESH_CONFIG"));
    assertThat(about(all, "b.example").outcome()).isInstanceOf(Outcome.Warning.class);
    assertThat(about(all, "b.example, calls in")).satisfies(PodExplanationTest::isFailure);
  }

  @Test
  void callsInThatNobodyAskedForAreNotMissed() {
    TestDomain outOnly =
        B.acceptedAs(Acceptance.NONE)
            .saying(
                Condition.Type.ACCEPTED_BY_MESH, Condition.Status.FALSE, "NotAccepted", "set it");
    assertThat(
            about(explain(PATCHED, SHOP.bundle(MAIN, "b.example"), outOnly), "b.example, calls in")
                .outcome())
        .isInstanceOf(Outcome.Warning.class);
  }

  @Test
  void aDomainWhoseRootsHaveEndedIsNotTrusted() {
    TestCertificate over =
        TestCertificate.ca("O=B").valid(NOW.minusSeconds(9), NOW.minusSeconds(1)).mint();
    Observation domain =
        about(
            explain(PATCHED, SHOP.bundle(MAIN, "b.example"), TestDomain.of("b", over)),
            "b.example");
    assertThat(domain).satisfies(PodExplanationTest::isFailure);
    assertThat(domain.outcome().text())
        .isEqualTo("no root of it is valid: the last ended at " + over.anchor().notAfter());
  }

  private static List<Observation> explain(
      TestPod pod, TestNamespace namespace, TestDomain... domains) {
    return PodExplanation.of(
        pod.running("1.31.0"),
        namespace.facts(),
        trust(namespace, domains),
        TestPod.INJECTION,
        NOW);
  }

  private static TrustFacts trust(TestNamespace namespace, TestDomain... domains) {
    return TestTrust.of(domains).in(namespace).facts();
  }

  private static Observation about(List<Observation> all, String what) {
    return all.stream().filter(one -> one.about().equals(what)).findFirst().orElseThrow();
  }

  private static Observation last(List<Observation> all) {
    return all.get(all.size() - 1);
  }

  private static void isFailure(Observation observation) {
    assertThat(observation.isFailure()).as(observation.toString()).isTrue();
  }

  private static Optional<String> remedy(Observation observation) {
    return observation.outcome().remedy();
  }
}
