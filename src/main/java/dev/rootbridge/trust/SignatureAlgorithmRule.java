package dev.rootbridge.trust;

import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Nobody checks the signature of an anchor, but a CA that signs so may sign others so. */
final class SignatureAlgorithmRule implements LintRule {

  private static final Set<ASN1ObjectIdentifier> BROKEN =
      Set.of(
          PKCSObjectIdentifiers.md2WithRSAEncryption,
          PKCSObjectIdentifiers.md5WithRSAEncryption,
          PKCSObjectIdentifiers.sha1WithRSAEncryption,
          OIWObjectIdentifiers.sha1WithRSA,
          OIWObjectIdentifiers.dsaWithSHA1,
          X9ObjectIdentifiers.id_dsa_with_sha1,
          X9ObjectIdentifiers.ecdsa_with_SHA1);

  @Override
  public String id() {
    return "signature-algorithm";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "CA/B Baseline Requirements, section 7.1.3.2";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return BROKEN.contains(anchor.certificate().getSignatureAlgorithm().getAlgorithm())
        ? Optional.of(
            "it is signed with MD2, MD5 or SHA-1, which are broken: its CA may sign others so as"
                + " well")
        : Optional.empty();
  }
}
