package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Whatever a root constrains itself to, its stand-in is trusted for less. */
class ConstraintPropertiesTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate KEYS = TestCertificate.root("CN=Keys");

  /** What a root allows itself. */
  record OwnConstraints(List<GeneralSubtree> permitted, List<GeneralSubtree> excluded) {

    TestCertificate root() {
      TestCertificate.Builder builder = TestCertificate.ca("CN=Root").keysOf(KEYS);
      if (!permitted.isEmpty() || !excluded.isEmpty()) {
        builder.extension(
            Extension.nameConstraints,
            true,
            new NameConstraints(
                permitted.isEmpty() ? null : permitted.toArray(GeneralSubtree[]::new),
                excluded.isEmpty() ? null : excluded.toArray(GeneralSubtree[]::new)));
      }
      return builder.mint();
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aStandInNeverAcceptsMoreThanItsRoot(
      @ForAll("constraints") OwnConstraints own,
      @ForAll("leafNames") List<GeneralName> names,
      @ForAll Constraint.Dns dns) {
    TestCertificate root = own.root();
    if (!(ConstrainedAnchors.constrain(root.anchor(), B, dns)
        instanceof ConstrainOutcome.Constrained made)) {
      return;
    }
    TestCertificate.Builder leaf = root.workload().keysOf(KEYS);
    names.forEach(leaf::name);
    List<Anchor> chain = List.of(leaf.mint().anchor());

    ChainVerdict byStandIn = new ChainVerifier(List.of(made.anchor()), NOW).verify(chain);

    Statistics.label("accepted")
        .collect(byStandIn instanceof ChainVerdict.Accepted)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    if (byStandIn instanceof ChainVerdict.Accepted accepted) {
      assertThat(accepted.identity().trustDomain()).isEqualTo(B);
      assertThat(new ChainVerifier(List.of(root.anchor()), NOW).verify(chain))
          .isInstanceOf(ChainVerdict.Accepted.class);
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aStandInOfAStandInForTheSameDomainIsTrustedForTheSame(@ForAll Constraint.Dns dns) {
    Anchor once = constrained(KEYS.anchor(), dns);
    Anchor twice = constrained(once, dns);

    assertThat(twice.extensions().nameConstraints())
        .map(NameConstraints::toASN1Primitive)
        .isEqualTo(once.extensions().nameConstraints().map(NameConstraints::toASN1Primitive));
  }

  private static Anchor constrained(Anchor root, Constraint.Dns dns) {
    return ((ConstrainOutcome.Constrained) ConstrainedAnchors.constrain(root, B, dns)).anchor();
  }

  @Provide
  Arbitrary<OwnConstraints> constraints() {
    Arbitrary<List<GeneralSubtree>> subtrees =
        Arbitraries.oneOf(
                names(
                    GeneralName.uniformResourceIdentifier,
                    "cluster-b.example",
                    ".example",
                    "cluster-a.example",
                    ".cluster-b.example"),
                names(GeneralName.dNSName, "", "svc", "b.example"))
            .map(GeneralSubtree::new)
            .list()
            .ofMaxSize(3);
    return Combinators.combine(subtrees, subtrees).as(OwnConstraints::new);
  }

  @Provide
  Arbitrary<List<GeneralName>> leafNames() {
    return Arbitraries.oneOf(
            names(
                GeneralName.uniformResourceIdentifier,
                "spiffe://cluster-b.example/x",
                "spiffe://cluster-a.example/x",
                "spiffe://x.cluster-b.example/x"),
            names(GeneralName.dNSName, "istiod.istio-system.svc", "x.b.example"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(2);
  }

  private static Arbitrary<GeneralName> names(int tag, String... names) {
    return Arbitraries.of(names).map(name -> new GeneralName(tag, name));
  }
}
