package dev.rootbridge.explain;

import static dev.rootbridge.explain.TestNamespace.MAIN;
import static dev.rootbridge.explain.TestTrust.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.AnchorState;
import dev.rootbridge.trust.SpiffeId;
import dev.rootbridge.trust.TestCertificate;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MintingTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate C = TestCertificate.root("O=C");
  private static final String OURS = "spiffe://a.example/ns/shop/sa/web";
  private static final String THEIRS = "spiffe://b.example/ns/shop/sa/web";

  @Test
  void constrainedOnesVouchForTheirOwnDomainAlone() {
    TestTrust trust =
        TestTrust.of(TestDomain.of("b", B), TestDomain.of("c", C))
            .in(TestNamespace.optedIn("shop"));
    assertThat(lines(trust, OURS)).containsExactly("a.example LocalRoot: every proxy of the mesh");
    assertThat(lines(trust, THEIRS))
        .containsExactly(
            "a.example LocalRoot: every proxy of the mesh", "b.example OwnDomain: shop");
    assertThat(mint(trust, OURS).isOpened()).isFalse();
    assertThat(mint(trust, THEIRS).isOpened()).isFalse();
  }

  @Test
  void anUnconstrainedOneVouchesForEverybody() {
    TestTrust trust =
        TestTrust.of(TestDomain.of("b", B), TestDomain.of("c", C).unconstrained().forTeam("lab"))
            .in(TestNamespace.optedIn("shop"), TestNamespace.optedIn("lab"));
    assertThat(lines(trust, OURS))
        .containsExactly(
            "a.example LocalRoot: every proxy of the mesh", "c.example Unconstrained: lab");
    assertThat(lines(trust, THEIRS))
        .containsExactly(
            "a.example LocalRoot: every proxy of the mesh",
            "b.example OwnDomain: shop, lab",
            "c.example Unconstrained: lab");
    assertThat(mint(trust, OURS).isOpened()).isTrue();
    // For its own domain it opens nothing.
    assertThat(lines(trust, "spiffe://c.example/ns/x/sa/y"))
        .contains("c.example OwnDomain: lab")
        .hasSize(2);
  }

  @Test
  void anUnconstrainedOneIsBoundByItsOwnNameConstraints() {
    TestCertificate bound = TestCertificate.ca("O=Bound").permittingUri("c.example").mint();
    TestTrust trust = TestTrust.of(TestDomain.of("c", bound).unconstrained());
    assertThat(lines(trust, OURS)).hasSize(1);
    assertThat(lines(trust, "spiffe://c.example/x")).contains("c.example OwnDomain: nobody yet");
  }

  @Test
  void anAliasIsTakenForTheLocalOne() {
    TestTrust trust =
        TestTrust.of(TestDomain.of("b", B).acceptedAs(Acceptance.ALIAS))
            .in(TestNamespace.optedIn("shop"));
    Minting minting = mint(trust, OURS);
    assertThat(minting.isOpened()).isTrue();
    assertThat(minting.issuers().get(1))
        .satisfies(
            issuer -> {
              assertThat(issuer.route()).isEqualTo(Minting.Route.ALIAS);
              assertThat(issuer.as()).isEqualTo(SpiffeId.parse(THEIRS));
              assertThat(issuer.anchor()).isEqualTo(B.anchor());
            });
    // An alias by hand is the same.
    TestTrust byHand =
        TestTrust.of(TestDomain.of("b", B), TestDomain.of("c", C))
            .meshConfig("trustDomainAliases: [b.example, c.example]");
    assertThat(lines(byHand, THEIRS))
        .containsExactly(
            "a.example LocalRoot: every proxy of the mesh",
            "b.example OwnDomain: nobody yet",
            "c.example Alias: nobody yet");
  }

  @Test
  void aCertificateInAMeshConfigReachesEveryProxy() {
    TestCertificate pooled = TestCertificate.root("O=Pooled");
    TestTrust trust =
        TestTrust.of()
            .meshConfig("caCertificates: [{pem: \"" + pooled.pem().replace("\n", "\\n") + "\"}]");
    assertThat(lines(trust, OURS))
        .contains(
            "ConfigMap istio-system/istio, key mesh, caCertificates[0].pem MeshWideRoot: every"
                + " proxy of the mesh");
    assertThat(mint(trust, OURS).isOpened()).isTrue();
  }

  @Test
  void theMeshsOwnRootInItsMeshConfigOpensNothing() {
    TestTrust trust =
        TestTrust.of()
            .meshConfig("caCertificates: [{pem: \"" + LOCAL.pem().replace("\n", "\\n") + "\"}]");
    assertThat(lines(trust, OURS)).containsExactly("a.example LocalRoot: every proxy of the mesh");
    assertThat(mint(trust, OURS).isOpened()).isFalse();
    MintingMatrix matrix = MintingMatrix.of(trust.facts());
    assertThat(matrix.isOpened()).isFalse();
    assertThat(matrix.rows().get(0).routes().values()).containsOnly(Minting.Route.LOCAL_ROOT);
  }

  @Test
  void whatIstiodFetchesForEveryProxyOpensEverything() {
    TestTrust trust =
        TestTrust.of()
            .meshConfig(
                "caCertificates: [{spiffeBundleUrl: \"https://b.example\", trustDomains: [b.example]}]");
    Minting minting = mint(trust, OURS);
    assertThat(minting.fetched())
        .singleElement()
        .asString()
        .startsWith(
            "ConfigMap istio-system/istio, key mesh, caCertificates[0].spiffeBundleUrl makes"
                + " istiod give every proxy the roots");
    assertThat(minting.isOpened()).isTrue();
    MintingMatrix matrix = MintingMatrix.of(trust.facts());
    assertThat(matrix.rows()).noneMatch(MintingMatrix.Row::isOpened);
    assertThat(matrix.fetched()).isEqualTo(minting.fetched());
    assertThat(matrix.isOpened()).isTrue();
    assertThat(MintingMatrix.of(TestTrust.of().facts()).isOpened()).isFalse();
  }

  @Test
  void whatIsNotPublishedVouchesForNobody() {
    TestTrust trust =
        TestTrust.of(
            TestDomain.of("b").with(B, AnchorState.DISTRUSTED, Publication.NOT_PUBLISHED),
            TestDomain.of("c", C)
                .unconstrained()
                .saying(
                    Condition.Type.ACCEPTED, Condition.Status.FALSE, "TrustDomainTaken", "taken"));
    assertThat(lines(trust, THEIRS))
        .containsExactly("a.example LocalRoot: every proxy of the mesh");
  }

  @Test
  void workloadsThatDifferFromTheirNamespaceAreNamed() {
    TestTrust trust =
        TestTrust.of(TestDomain.of("b", B).forTeam("shop"), TestDomain.of("c", C).forTeam("shop"))
            .in(
                TestNamespace.optedIn("shop")
                    .bundle(MAIN, "b.example", "c.example")
                    .bundle(MAIN + "-0123", "c.example")
                    .pod("web", MAIN)
                    .pod("cart", MAIN + "-0123")
                    .unpatched("old"),
                // The selector has left it, its pods haven't.
                TestNamespace.optedIn("late").bundle(MAIN, "b.example").pod("job", MAIN),
                TestNamespace.notOptedIn("apart"));
    assertThat(lines(trust, THEIRS))
        .contains(
            "b.example OwnDomain: shop (not Deployment cart, Deployment old),"
                + " late (only Deployment job)");
    assertThat(lines(trust, "spiffe://c.example/x"))
        .contains("c.example OwnDomain: shop (not Deployment old)");
  }

  @Test
  void whatElseDecidesIsSaid() {
    TestDomain accepted = TestDomain.of("b", B);
    assertThat(mint(TestTrust.of(accepted), THEIRS).remarks())
        .singleElement()
        .asString()
        .startsWith("sidecars let peers of b.example in");
    assertThat(
            mint(
                    TestTrust.of(
                        accepted.saying(
                            Condition.Type.ACCEPTED_BY_MESH,
                            Condition.Status.FALSE,
                            "NotLookedAt",
                            "…")),
                    THEIRS)
                .remarks())
        .singleElement()
        .asString()
        .startsWith("sidecars refuse peers of b.example whoever issued them (NotLookedAt)");
    assertThat(
            mint(
                    TestTrust.of(accepted.observed(OptionalLong.empty())).podsUnknown("no right"),
                    OURS)
                .remarks())
        .containsExactly(
            "the status of b isn't of its present spec, so this may be about to change",
            "which workloads differ isn't known: no right");
    assertThat(mint(TestTrust.of().meshConfig("["), OURS).remarks())
        .singleElement()
        .asString()
        .startsWith("what it adds isn't known: ");
  }

  @Test
  void whetherIstiodReadsTheMeshConfigGoesBeforeWhatStandsInIt() {
    TestDomain notLookedAt =
        TestDomain.of("b", B)
            .saying(
                Condition.Type.ACCEPTED_BY_MESH, Condition.Status.FALSE, "NotLookedAt", "set it");
    String listed = "caCertificates: [{trustDomains: [b.example, c.example]}]";
    assertThat(mint(TestTrust.of(notLookedAt).meshConfig(listed), THEIRS).remarks())
        .singleElement()
        .asString()
        .startsWith("sidecars refuse peers of b.example whoever issued them (NotLookedAt)");
    TestDomain unseen =
        notLookedAt.saying(
            Condition.Type.ACCEPTED_BY_MESH, Condition.Status.UNKNOWN, "IstiodUnseen", "…");
    assertThat(mint(TestTrust.of(unseen), THEIRS).remarks())
        .containsExactly("whether sidecars let peers of b.example in isn't known (IstiodUnseen)");
    // Of a domain that isn't federated, the mesh configs are all there is.
    assertThat(mint(TestTrust.of(unseen).meshConfig(listed), "spiffe://c.example/x").remarks())
        .singleElement()
        .asString()
        .startsWith("sidecars let peers of c.example in");
  }

  @Test
  void theMatrixHasEachAuthorityOnce() {
    MintingMatrix matrix =
        MintingMatrix.of(
            TestTrust.of(TestDomain.of("b", B), TestDomain.of("c", C).unconstrained()).facts());
    assertThat(matrix.domains())
        .extracting(domain -> domain.name())
        .containsExactly("a.example", "b.example", "c.example", "any-other.invalid");
    assertThat(matrix.rows())
        .extracting(MintingMatrix.Row::anchor)
        .containsExactly(LOCAL.anchor(), C.anchor(), B.anchor());
    assertThat(matrix.rows())
        .extracting(MintingMatrix.Row::isOpened)
        .containsExactly(false, true, false);
    assertThat(matrix.rows().get(1).routes())
        .containsEntry(matrix.domains().get(2), Minting.Route.OWN_DOMAIN)
        .containsEntry(MintingMatrix.ANY_OTHER, Minting.Route.UNCONSTRAINED)
        .hasSize(4);
    assertThat(matrix.rows().get(2).routes()).hasSize(1);
  }

  private static Minting mint(TestTrust trust, String identity) {
    return Minting.of(SpiffeId.parse(identity), trust.facts());
  }

  private static List<String> lines(TestTrust trust, String identity) {
    return mint(trust, identity).issuers().stream()
        .map(
            issuer ->
                issuer.owner() + " " + issuer.route().label() + ": " + issuer.audience().text())
        .toList();
  }
}
