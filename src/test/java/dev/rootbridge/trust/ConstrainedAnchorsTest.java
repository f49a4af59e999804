package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.trust.ConstrainOutcome.NotConstrainable;
import dev.rootbridge.trust.ConstrainOutcome.Reason;
import java.io.IOException;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConstrainedAnchorsTest {

  private static final TrustDomain B = new TrustDomain("cluster-b.example");
  private static final TestCertificate ROOT = TestCertificate.root("O=Istio,CN=Root CA");

  @ParameterizedTest
  @EnumSource(
      value = TestKey.class,
      names = {"P256", "P384", "P521", "ED25519", "RSA2048"})
  void keepsWhatChainsTheCasCertificates(TestKey key) throws IOException {
    Anchor root =
        TestCertificate.ca("C=DE,O=B\\, Inc.,CN=Root")
            .key(key)
            .extension(Extension.basicConstraints, true, new BasicConstraints(1))
            .mint()
            .anchor();

    Anchor made = constrained(root, Constraint.Dns.ALLOW);

    assertThat(made.certificate().getSubject().getEncoded())
        .isEqualTo(root.certificate().getSubject().getEncoded());
    assertThat(made.keyFingerprint()).isEqualTo(root.keyFingerprint());
    assertThat(made.certificate().getExtension(Extension.subjectKeyIdentifier))
        .isEqualTo(root.certificate().getExtension(Extension.subjectKeyIdentifier));
    assertThat(made.certificate().getExtension(Extension.basicConstraints))
        .isEqualTo(root.certificate().getExtension(Extension.basicConstraints));
    assertThat(made.notBefore()).isEqualTo(root.notBefore());
    assertThat(made.notAfter()).isEqualTo(root.notAfter());
    assertThat(made.certificate().getIssuer()).isNotEqualTo(root.certificate().getSubject());
  }

  @Test
  void permitsExactlyTheHostAndSaysSoCritically() {
    Anchor made = constrained(ROOT.anchor(), Constraint.Dns.ALLOW);

    assertThat(made.certificate().getExtension(Extension.nameConstraints).isCritical()).isTrue();
    NameConstraints constraints = made.extensions().nameConstraints().orElseThrow();
    assertThat(constraints.getPermittedSubtrees()).containsExactly(uri("cluster-b.example"));
    assertThat(constraints.getExcludedSubtrees()).isNull();
  }

  @Test
  void forbiddenDnsIsExcludedAsAWhole() {
    NameConstraints constraints =
        constrained(ROOT.anchor(), Constraint.Dns.FORBID)
            .extensions()
            .nameConstraints()
            .orElseThrow();

    assertThat(constraints.getExcludedSubtrees())
        .containsExactly(new GeneralSubtree(new GeneralName(GeneralName.dNSName, "")));
  }

  @Test
  void theBytesFollowFromTheInputAlone() {
    Anchor first = constrained(ROOT.anchor(), Constraint.Dns.ALLOW);
    Anchor second = constrained(Anchor.ofDer(ROOT.anchor().der()), Constraint.Dns.ALLOW);

    assertThat(second.der()).isEqualTo(first.der());
    assertThat(constrained(ROOT.anchor(), Constraint.Dns.FORBID)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, IP_ADDRESS",
    "cluster_b.example, UNDERSCORE",
    ".b.example, EMPTY_LABEL",
    "b.example., EMPTY_LABEL",
    "b..example, EMPTY_LABEL",
    "-b.example, HYPHEN_AT_EDGE",
    "b.example-, HYPHEN_AT_EDGE"
  })
  void domainsThatVerifiersDontMatchAreRefused(String domain, Reason reason) {
    assertThat(refusal(ROOT.anchor(), new TrustDomain(domain)).reason()).isEqualTo(reason);
  }

  @Test
  void longLabelsAndNamesAreRefused() {
    assertThat(refusal(ROOT.anchor(), new TrustDomain("a".repeat(64) + ".example")))
        .isEqualTo(
            new NotConstrainable(
                Reason.LABEL_TOO_LONG,
                "a".repeat(64)
                    + ".example has a label longer than 63 characters: rename it, or accept every"
                    + " identity of its CA with constraint mode None"));
    assertThat(refusal(ROOT.anchor(), new TrustDomain("a.".repeat(127) + "b")).reason())
        .isEqualTo(Reason.NAME_TOO_LONG);
  }

  @Test
  void anUnknownKeyTypeIsRefused() {
    Anchor dsa = TestCertificate.ca("CN=DSA").key(TestKey.DSA2048).mint().anchor();

    assertThat(refusal(dsa, B).reason()).isEqualTo(Reason.UNKNOWN_KEY_TYPE);
  }

  @Test
  void aWorkloadCertificateIsRefused() {
    Anchor workload = ROOT.workload("spiffe://cluster-b.example/ns/x/sa/y").mint().anchor();

    assertThat(refusal(workload, B).reason()).isEqualTo(Reason.NOT_A_CA);
  }

  private static GeneralSubtree uri(String host) {
    return new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, host));
  }

  private static Anchor constrained(Anchor root, Constraint.Dns dns) {
    return ((ConstrainOutcome.Constrained) ConstrainedAnchors.constrain(root, B, dns)).anchor();
  }

  private static NotConstrainable refusal(Anchor root, TrustDomain domain) {
    return (NotConstrainable) ConstrainedAnchors.constrain(root, domain, Constraint.Dns.ALLOW);
  }
}
