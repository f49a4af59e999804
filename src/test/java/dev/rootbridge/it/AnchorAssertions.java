package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** What a constrained anchor must be, read with Bouncy Castle and not with our own reader. */
final class AnchorAssertions {

  private AnchorAssertions() {}

  /** It stands in for the root and vouches for one trust domain alone. */
  static void assertStandsInFor(RootCa root, String trustDomain, X509CertificateHolder anchor) {
    X509CertificateHolder original = root.certificate();
    assertThat(anchor.getSubject()).isEqualTo(original.getSubject());
    assertThat(anchor.getSubjectPublicKeyInfo()).isEqualTo(original.getSubjectPublicKeyInfo());
    assertThat(anchor.getExtension(Extension.subjectKeyIdentifier))
        .isEqualTo(original.getExtension(Extension.subjectKeyIdentifier));
    assertThat(anchor.getIssuer()).isNotEqualTo(anchor.getSubject());

    assertThat(anchor.getExtension(Extension.nameConstraints).isCritical()).isTrue();
    NameConstraints constraints =
        NameConstraints.getInstance(
            anchor.getExtension(Extension.nameConstraints).getParsedValue());
    assertThat(constraints.getExcludedSubtrees()).isNull();
    assertThat(Arrays.stream(constraints.getPermittedSubtrees()).map(GeneralSubtree::getBase))
        .containsExactly(new GeneralName(GeneralName.uniformResourceIdentifier, trustDomain));
  }
}
