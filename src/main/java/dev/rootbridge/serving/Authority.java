package dev.rootbridge.serving;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes CAs, and leaves under them: ECDSA on P-256, which every API server takes. */
final class Authority {

  private static final int SERIAL_BITS = 127;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Authority() {}

  /** A CA of a name that no other one has: verifiers look issuers up by name. */
  static Identity newCa(Instant now) {
    KeyPair keys = newKeys();
    byte[] id = new byte[8];
    RANDOM.nextBytes(id);
    X500Name name =
        new X500Name("O=Rootbridge,CN=Rootbridge webhook CA " + HexFormat.of().formatHex(id));
    try {
      X509v3CertificateBuilder builder =
          builder(name, name, keys, now, now.plus(Lifetimes.CA))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new Identity(List.of(sign(builder, keys.getPrivate())), keys.getPrivate());
    } catch (CertIOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("a CA certificate could not be made", impossible);
    }
  }

  /** A server's certificate for these hosts. It doesn't outlive the CA. */
  static Identity newLeaf(Identity ca, ServingHosts hosts, Instant now) {
    KeyPair keys = newKeys();
    Instant end = now.plus(Lifetimes.LEAF);
    X500Name issuer = X500Name.getInstance(ca.certificate().getSubjectX500Principal().getEncoded());
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          builder(
                  issuer,
                  new X500Name("O=Rootbridge,CN=Rootbridge webhook"),
                  keys,
                  now,
                  end.isBefore(ca.notAfter()) ? end : ca.notAfter())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(ca.certificate().getPublicKey()))
              .addExtension(Extension.subjectAlternativeName, false, hosts.generalNames());
      return new Identity(List.of(sign(builder, ca.key())), keys.getPrivate());
    } catch (CertIOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("a server certificate could not be made", impossible);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant now, Instant end)
      throws CertIOException, GeneralSecurityException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            // Positive, random and never zero (RFC 5280, section 4.1.2.2).
            new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
            Date.from(now.minus(Lifetimes.SKEW)),
            Date.from(end),
            subject,
            keys.getPublic())
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has P-256; this one has not", impossible);
    }
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException impossible) {
      throw new IllegalStateException("every JDK has ECDSA; this one has not", impossible);
    }
  }
}
