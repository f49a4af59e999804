package dev.rootbridge.boot.dev.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A CA made for one run of dev mode. Its key is in memory only and is gone with the process.
 *
 * @param certificate self-signed
 */
public record Authority(X509CertificateHolder certificate, PrivateKey privateKey) {

  /** Clocks of browsers and containers lag. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration SERVER_LIFETIME = Duration.ofDays(7);

  /** Makes a CA of that name. */
  public static Authority mint(X500Name name, Instant now, Duration lifetime) {
    KeyPair keys = newKeys();
    try {
      X509v3CertificateBuilder certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  newSerial(),
                  Date.from(now.minus(SKEW)),
                  Date.from(now.plus(lifetime)),
                  name,
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

  /** Makes a server certificate for the loopback host. */
  public ServerIdentity identityOfLocalhost(Instant now) {
    KeyPair keys = newKeys();
    try {
      X509v3CertificateBuilder server =
          new JcaX509v3CertificateBuilder(
                  certificate.getSubject(),
                  newSerial(),
                  Date.from(now.minus(SKEW)),
                  Date.from(now.plus(SERVER_LIFETIME)),
                  new X500Name("CN=localhost"),
                  keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(
                      new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                      }));
      return new ServerIdentity(
          pem(sign(server, privateKey)), pkcs8(keys.getPrivate()), certificatePem());
    } catch (CertIOException impossible) {
      throw new IllegalStateException("a server certificate could not be made", impossible);
    }
  }

  public String certificatePem() {
    return pem(certificate);
  }

  /** The private key stays out of logs. */
  @Override
  public String toString() {
    return "Authority[" + certificate.getSubject() + "]";
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no P-256", impossible);
    }
  }

  private static BigInteger newSerial() {
    return new BigInteger(127, new SecureRandom()).setBit(126);
  }

  private static X509CertificateHolder sign(X509v3CertificateBuilder certificate, PrivateKey key) {
    try {
      return certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
    } catch (OperatorCreationException impossible) {
      throw new IllegalStateException("this JDK has no ECDSA with SHA-256", impossible);
    }
  }

  /** The only form of an EC key that Vert.x reads. */
  private static String pkcs8(PrivateKey key) {
    return pem(new PemObject("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
