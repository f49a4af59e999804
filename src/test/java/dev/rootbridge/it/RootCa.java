package dev.rootbridge.it;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A self-signed root CA with its key, as Istio makes one. Minted by each test that wants one, with
 * Bouncy Castle alone, so that a mistake of our own certificate code isn't repeated here.
 */
public final class RootCa {

  private final X509CertificateHolder certificate;
  private final KeyKind kind;
  private final KeyPair keys;

  private RootCa(X509CertificateHolder certificate, KeyKind kind, KeyPair keys) {
    this.certificate = certificate;
    this.kind = kind;
    this.keys = keys;
  }

  /** A root of ten years, as istiod's own. */
  public static RootCa mint(KeyKind kind, String subject) {
    KeyPair keys = kind.generate();
    X500Name name = new X500Name(subject);
    try {
      X509v3CertificateBuilder builder =
          builder(name, name, keys, Duration.ofDays(3650))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new RootCa(sign(builder, kind, keys), kind, keys);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509CertificateHolder certificate() {
    return certificate;
  }

  public String pem() {
    return Pem.of(certificate);
  }

  /** Its private key, in PKCS #8. */
  public String keyPem() {
    return Pem.of(keys.getPrivate());
  }

  /** SHA-256 of the certificate in lower-case hex, as a resource's status names it. */
  public String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean hasKeyOf(X509CertificateHolder other) {
    return certificate.getSubjectPublicKeyInfo().equals(other.getSubjectPublicKeyInfo());
  }

  /** A workload certificate as istiod signs them: no subject, the SPIFFE ID as its only name. */
  public KeyedCertificate issueWorkload(String spiffeId) {
    GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, spiffeId);
    return issue(KeyKind.EC_P256, name);
  }

  /** A certificate of a client that is known by its subject. */
  KeyedCertificate issueClient(String subject) {
    return issue(KeyKind.EC_P256, new X500Name(subject));
  }

  /** A certificate for these names and addresses. */
  public KeyedCertificate issue(KeyKind leafKind, GeneralName... names) {
    return issue(leafKind, new X500Name(""), names);
  }

  private KeyedCertificate issue(KeyKind leafKind, X500Name subject, GeneralName... names) {
    KeyPair leafKeys = leafKind.generate();
    KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    try {
      X509v3CertificateBuilder builder =
          builder(certificate.getSubject(), subject, leafKeys, Duration.ofDays(1))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
              // The key alone, as Go writes it: an issuer's serial number would tie it to one
              // certificate of that key, and the constrained anchor is another.
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      if (names.length > 0) {
        // Critical, since there is no subject (RFC 5280, section 4.2.1.6).
        builder.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(names));
      }
      return new KeyedCertificate(Pem.of(sign(builder, kind, keys)), Pem.of(leafKeys.getPrivate()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair subjectKeys, Duration lifetime) {
    // Two minutes back, for clocks that differ, as istiod does.
    Instant start = Instant.now().minus(Duration.ofMinutes(2));
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, new SecureRandom()).setBit(0),
        Date.from(start),
        Date.from(start.plus(lifetime)),
        subject,
        subjectKeys.getPublic());
  }

  private static X509CertificateHolder sign(
      X509v3CertificateBuilder builder, KeyKind kind, KeyPair issuerKeys) {
    try {
      return builder.build(
          new JcaContentSignerBuilder(kind.signatureAlgorithm()).build(issuerKeys.getPrivate()));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
