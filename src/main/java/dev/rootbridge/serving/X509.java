package dev.rootbridge.serving;

import dev.rootbridge.trust.Anchor;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Between the certificates that TLS shows and those that are trusted. */
final class X509 {

  private X509() {}

  /**
   * @throws IllegalArgumentException if the JDK can't read it
   */
  static X509Certificate certificate(Anchor anchor) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(anchor.der()));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("the certificate can't be read", e);
    }
  }

  static Anchor anchor(X509Certificate certificate) {
    try {
      return Anchor.ofDer(certificate.getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read has no bytes", impossible);
    }
  }

  /** Whether the one was signed by the key of the other. */
  static boolean isIssuedBy(X509Certificate certificate, Anchor issuer) {
    try {
      X509Certificate ca = certificate(issuer);
      if (!certificate.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
        return false;
      }
      certificate.verify(ca.getPublicKey());
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Whatever it is that doesn't fit: no verifier would get through.
      return false;
    }
  }
}
