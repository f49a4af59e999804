package dev.rootbridge.boot.dev.cluster;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A CA made for one run of dev mode. Its key is in memory only and is gone with the process.
 *
 * @param certificate self-signed
 */
public record Authority(X509Certificate certificate, PrivateKey privateKey) {

  /** Clocks of browsers and containers lag. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final GeneralNames LOCALHOST =
      new GeneralNames(
          new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
          });

  /** Makes a CA of that name, valid from now on. */
  public static Authority mint(String name, Instant now, Duration lifetime) {
    KeyPair keys = newKeys();
    X500Principal subject = new X500Principal(name);
    try {
      X509v3CertificateBuilder certificate =
          new JcaX509v3CertificateBuilder(
                  subject,
                  newSerial(),
                  Date.from(now.minus(SKEW)),
                  Date.from(now.plus(lifetime)),
                  subject,
                  keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new Authority(sign(certificate, keys.getPrivate()), keys.getPrivate());
    } catch (CertIOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("a CA certificate could not be made", impossible);
    }
  }

  /** Makes a server certificate for the loopback host, valid from now on. */
  public ServerIdentity identifyLocalhost(Instant now, Duration lifetime) {
    KeyPair keys = newKeys();
    try {
      X509v3CertificateBuilder server =
          new JcaX509v3CertificateBuilder(
                  certificate.getSubjectX500Principal(),
                  newSerial(),
                  Date.from(now.minus(SKEW)),
                  Date.from(now.plus(lifetime)),
                  new X500Principal("CN=localhost"),
                  keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, LOCALHOST);
      return new ServerIdentity(sign(server, privateKey), keys.getPrivate(), certificate);
    } catch (CertIOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("a server certificate could not be made", impossible);
    }
  }

  public String certificatePem() {
    return Pem.of(certificate);
  }

  /** The private key stays out of logs. */
  @Override
  public String toString() {
    return "Authority[" + certificate.getSubjectX500Principal() + "]";
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has P-256; this one has not", impossible);
    }
  }

  private static BigInteger newSerial() {
    return new BigInteger(127, new SecureRandom()).setBit(126);
  }

  private static X509Certificate sign(X509v3CertificateBuilder certificate, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException impossible) {
      throw new IllegalStateException("every JDK has ECDSA; this one has not", impossible);
    }
  }
}
