package dev.rootbridge.trust;

import java.security.GeneralSecurityException;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * Certificates that are minted with the same bytes in every run, by a fixed key and a deterministic
 * signature: so that no certificate needs to be kept with the inputs of fuzzers, and a finding
 * stays one.
 */
public final class FixedRoot {

  private FixedRoot() {}

  /** A root as Istio makes it. */
  public static TestCertificate plain() {
    return fixed(TestCertificate.ca("O=Istio,CN=Root CA"));
  }

  /** With every extension that is parsed, so that changes hit them too. */
  public static TestCertificate rich() {
    return fixed(
        TestCertificate.ca("C=DE,O=Rich,CN=Root")
            .uris("spiffe://cluster-b.example")
            .dns("b.example")
            .extension(Extension.basicConstraints, true, new BasicConstraints(2))
            .extension(
                Extension.nameConstraints,
                true,
                new NameConstraints(
                    new GeneralSubtree[] {
                      new GeneralSubtree(
                          new GeneralName(GeneralName.uniformResourceIdentifier, ".example"))
                    },
                    null)));
  }

  private static TestCertificate fixed(TestCertificate.Builder builder) {
    try {
      return builder.key(TestKey.ED25519).keys(TestKey.fixedEd25519()).serial(1).mint();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
