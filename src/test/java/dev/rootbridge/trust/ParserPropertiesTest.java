package dev.rootbridge.trust;

import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

class ParserPropertiesTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");

  /** With every extension that is parsed, so that changes hit them too. */
  private static final byte[] RICH =
      TestCertificate.ca("C=DE,O=Rich,CN=Root")
          .uris("spiffe://cluster-b.example")
          .extension(
              Extension.nameConstraints,
              true,
              new NameConstraints(
                  new GeneralSubtree[] {
                    new GeneralSubtree(
                        new GeneralName(GeneralName.uniformResourceIdentifier, ".example"))
                  },
                  null))
          .mint()
          .anchor()
          .der();

  @Property(tries = 300)
  void textAroundBlocksMeansNothing(
      @ForAll("roots") List<Anchor> anchors, @ForAll("noise") @Size(9) List<String> noise) {
    StringBuilder text = new StringBuilder(noise.get(0));
    for (int i = 0; i < anchors.size(); i++) {
      text.append('\n').append(anchors.get(i).pem()).append(noise.get(i + 1));
    }

    assertThat(PemCertificatesTest.anchors(text.toString())).isEqualTo(anchors);
  }

  @Property(tries = 1000)
  void aCutNeverLooksLikeFewerCertificatesUnlessBetweenThem(
      @ForAll("roots") List<Anchor> anchors, @ForAll @IntRange(min = 0, max = 5000) int cut) {
    String text = anchors.stream().map(Anchor::pem).collect(Collectors.joining());
    String shorter = text.substring(0, Math.min(cut, text.length()));

    PemOutcome outcome = PemCertificates.parse(shorter, PemLimits.DEFAULTS);

    if (outcome instanceof PemOutcome.Certificates read) {
      String whole = read.anchors().stream().map(Anchor::pem).collect(Collectors.joining());
      assertThat(shorter.stripTrailing()).isEqualTo(whole.stripTrailing());
    } else {
      assertThat(((PemOutcome.Rejected) outcome).line())
          .isBetween(1, (int) shorter.lines().count() + 1);
    }
  }

  @Property(tries = 2000)
  void anyTextHasAnOutcome(@ForAll String text, @ForAll("fragments") List<String> fragments) {
    String mixed = String.join(text, fragments);

    PemOutcome outcome = PemCertificates.parse(mixed, PemLimits.DEFAULTS);

    if (outcome instanceof PemOutcome.Rejected rejected) {
      assertThat(rejected.message()).doesNotContain("\n");
    }
  }

  @Property(tries = 5000)
  void damagedCertificatesAreRefusedOrJudgedButNeverThrow(
      @ForAll @Size(min = 1, max = 4) List<@From("places") Integer> places, @ForAll byte value) {
    byte[] damaged = RICH.clone();
    places.forEach(place -> damaged[place] ^= value);
    Anchor anchor;
    try {
      anchor = Anchor.ofDer(damaged);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("not an X.509 certificate in DER: ");
      return;
    }

    assertThat(Lint.findings(anchor, LintContext.federated(B, NOW))).isNotNull();
    assertThat(ConstrainedAnchors.constrain(anchor, B, Constraint.Dns.FORBID)).isNotNull();
    assertThat(PemLimits.DEFAULTS.excess(anchor)).isNotNull();
    assertThat(anchor.permittedUriHosts()).isNotNull();
    assertThat(new ChainVerifier(List.of(anchor), NOW).verify(List.of(anchor)))
        .isInstanceOf(ChainVerdict.Refused.class);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, RICH.length - 1);
  }

  @Provide
  Arbitrary<List<Anchor>> roots() {
    return Arbitraries.of(Roots.POOL).list().uniqueElements().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> noise() {
    return Arbitraries.strings()
        .filter(s -> !s.contains("-----BEGIN") && !s.contains("-----END"))
        .list();
  }

  @Provide
  Arbitrary<List<String>> fragments() {
    return Arbitraries.of(
            "-----BEGIN CERTIFICATE-----\n",
            "-----END CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\n",
            "-----BEGIN",
            "MIIB\n",
            "\r\n",
            "Proc-Type: 4,ENCRYPTED\n",
            Roots.POOL.get(0).pem())
        .list()
        .ofMaxSize(6);
  }
}
