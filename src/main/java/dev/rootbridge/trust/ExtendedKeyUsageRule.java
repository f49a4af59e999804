package dev.rootbridge.trust;

import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Some verifiers hold a CA's extended key usage against everything under it. */
final class ExtendedKeyUsageRule implements LintRule {

  @Override
  public String id() {
    return "extended-key-usage";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.12";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor
        .extensions()
        .extendedKeyUsage()
        .filter(usage -> !allowsMutualTls(usage))
        .map(
            usage ->
                "its extended key usage lacks client or server authentication: some verifiers refuse"
                    + " mutual TLS under it");
  }

  static boolean allowsMutualTls(ExtendedKeyUsage usage) {
    return usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage)
        || (usage.hasKeyPurposeId(KeyPurposeId.id_kp_clientAuth)
            && usage.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth));
  }
}
