package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedBundleTest {

  private static final TrustDomain A = new TrustDomain("cluster-a.example");
  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TrustDomain C = new TrustDomain("cluster-c.example");
  private static final Anchor ROOT_A = TestCertificate.root("CN=A").anchor();
  private static final Anchor ROOT_B = TestCertificate.root("CN=B").anchor();
  private static final Anchor ROOT_C = TestCertificate.root("CN=C").anchor();
  private static final Federation FEDERATION =
      Federation.compose(
          new TrustBundle(A, List.of(ROOT_A)),
          List.of(
              new FederatedBundle(new TrustBundle(B, List.of(ROOT_B)), Constraint.DEFAULT),
              new FederatedBundle(
                  new TrustBundle(C, List.of(ROOT_C)),
                  new Constraint(Constraint.Mode.NONE, Constraint.Dns.ALLOW))),
          NOW);

  @Test
  void localAnchorsComeFirstAndEachBlockSaysWhatItIs() {
    Anchor constrained = FEDERATION.domains().get(B).get(0).published();

    assertThat(rendered(Set.of(B, C)).text())
        .isEqualTo(
            "# cluster-a.example root sha256:%s expires 2036-11-12T12:00:00Z local\n%s"
                    .formatted(ROOT_A.fingerprint(), ROOT_A.pem())
                + "# cluster-b.example root sha256:%s expires 2036-11-12T12:00:00Z constrained\n%s"
                    .formatted(ROOT_B.fingerprint(), constrained.pem())
                + "# cluster-c.example root sha256:%s expires 2036-11-12T12:00:00Z unconstrained\n%s"
                    .formatted(ROOT_C.fingerprint(), ROOT_C.pem()));
  }

  @Test
  void onlyTheScopeIsTrusted() {
    assertThat(rendered(Set.of(C, new TrustDomain("unknown.example"))).byDomain())
        .containsOnlyKeys(A, C);
    assertThat(rendered(Set.of()).text()).isEqualTo(rendered(Set.of()).byDomain().get(A));
  }

  @Test
  void itReadsBackAsTheSameAnchors() {
    assertThat(PemCertificatesTest.anchors(rendered(Set.of(B, C)).text()))
        .containsExactly(ROOT_A, FEDERATION.domains().get(B).get(0).published(), ROOT_C);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-b.example", "cluster-c.example"})
  void theDomainThatIsNamedIsTheLargestWhereverItStands(String name) {
    TrustDomain large = new TrustDomain(name);

    RenderedBundle.TooLarge outcome =
        (RenderedBundle.TooLarge) RenderedBundle.render(withCopies(large), Set.of(B, C));

    assertThat(outcome.largest()).isEqualTo(large);
    assertThat(outcome.largestBytes()).isBetween(outcome.bytes() - 10_000, outcome.bytes());
  }

  private static Federation withCopies(TrustDomain large) {
    TreeMap<TrustDomain, List<PublishedAnchor>> domains = new TreeMap<>(FEDERATION.domains());
    domains.computeIfPresent(large, (domain, few) -> Collections.nCopies(1000, few.get(0)));
    return new Federation(FEDERATION.local(), domains, List.of());
  }

  @Test
  void whatDoesntFitIntoAConfigMapNamesTheLargestDomain() {
    Federation federation = withCopies(C);

    RenderedBundle.TooLarge outcome =
        (RenderedBundle.TooLarge) RenderedBundle.render(federation, Set.of(B, C));

    assertThat(outcome.largest()).isEqualTo(C);
    assertThat(outcome.message())
        .isEqualTo(
            "the bundle has %d bytes, the limit is 1000000; most are of cluster-c.example (%d"
                    .formatted(outcome.bytes(), outcome.largestBytes())
                + " bytes): trust fewer roots of it, or fewer domains");
  }

  private static RenderedBundle.Rendered rendered(Set<TrustDomain> scope) {
    return (RenderedBundle.Rendered) RenderedBundle.render(FEDERATION, scope);
  }
}
