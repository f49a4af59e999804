package dev.rootbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class AnchorTest {

  private static final TestCertificate ROOT = TestCertificate.root("O=Istio,CN=Root CA");

  @Test
  void saysWhatTheJdkSaysOfTheSameCertificate() throws GeneralSecurityException {
    Anchor anchor = ROOT.anchor();
    X509Certificate jdk =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(anchor.der()));

    assertThat(anchor.subject())
        .isEqualTo(jdk.getSubjectX500Principal().getName())
        .isEqualTo("CN=Root CA,O=Istio");
    assertThat(anchor.notBefore()).isEqualTo(jdk.getNotBefore().toInstant());
    assertThat(anchor.notAfter()).isEqualTo(jdk.getNotAfter().toInstant());
    assertThat(anchor.keyFingerprint()).isEqualTo(Fingerprint.of(jdk.getPublicKey().getEncoded()));
    assertThat(anchor.fingerprint()).isEqualTo(Fingerprint.of(jdk.getEncoded()));
  }

  @Test
  void isEqualByItsBytes() {
    Anchor copy = Anchor.ofDer(ROOT.anchor().der());

    assertThat(copy).isEqualTo(ROOT.anchor()).hasSameHashCodeAs(ROOT.anchor());
    assertThat(copy)
        .doesNotHaveSameHashCodeAs(TestCertificate.root("O=Istio,CN=Root CA").anchor())
        .isNotEqualTo(TestCertificate.ca("O=Istio,CN=Root CA").keysOf(ROOT).mint().anchor());
  }

  @Test
  void itsBytesCantBeChangedFromOutside() {
    byte[] der = ROOT.anchor().der();
    Anchor anchor = Anchor.ofDer(der);

    der[0] = 0;
    anchor.der()[0] = 0;
    anchor.publicKeyDer()[0] = 0;

    assertThat(anchor).isEqualTo(ROOT.anchor());
    assertThat(Fingerprint.of(anchor.publicKeyDer())).isEqualTo(anchor.keyFingerprint());
  }

  @Test
  void aHostileSubjectCantForgeLines() {
    Anchor anchor = TestCertificate.root("CN=good\\\nsha256:00 \u001b[2J\u202Eevil").anchor();

    assertThat(anchor.subject()).isEqualTo("CN=good\uFFFDsha256:00 \uFFFD[2J\uFFFDevil");
  }

  @Test
  void saysWhoseUrisItVouchesFor() {
    ConstrainOutcome.Constrained standIn =
        (ConstrainOutcome.Constrained)
            ConstrainedAnchors.constrain(
                ROOT.anchor(), new TrustDomain("cluster-b.example"), Constraint.Dns.FORBID);

    assertThat(standIn.anchor().permittedUriHosts()).containsExactly("cluster-b.example");
    assertThat(ROOT.anchor().permittedUriHosts()).isEmpty();
  }

  @Test
  void statesKeepTheirNames() {
    assertThat(AnchorState.values())
        .extracting(AnchorState::label)
        .containsExactly("Active", "Retiring", "Distrusted", "Pending", "Refused");
  }

  @Test
  void malformedKnownExtensionsAreFoundOnReading() {
    for (ASN1ObjectIdentifier oid :
        List.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.authorityKeyIdentifier,
            Extension.nameConstraints,
            Extension.subjectAlternativeName,
            Extension.extendedKeyUsage)) {
      TestCertificate.Builder builder =
          TestCertificate.ca("CN=Malformed").extension(oid, false, DERNull.INSTANCE);

      assertThatThrownBy(builder::mint)
          .as(oid.getId())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not an X.509 certificate in DER: ");
    }
  }
}
