package dev.rootbridge.serving;

import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads certificates and keys in PEM, and takes them only if the key is the first one's. */
public final class IdentityReader {

  private static final byte[] SAMPLE = {'r', 'o', 'o', 't', 'b', 'r', 'i', 'd', 'g', 'e'};

  private IdentityReader() {}

  /**
   * @param certificates PEM, the server's own first
   * @param key PEM: PKCS #8, PKCS #1 or SEC 1, not encrypted; RSA, ECDSA or Ed25519
   */
  public static IdentityOutcome read(String certificates, String key) {
    if (!(PemCertificates.parse(certificates, PemLimits.DEFAULTS)
        instanceof PemOutcome.Certificates parsed)) {
      return new IdentityOutcome.Unusable("its certificate is not PEM of certificates alone");
    }
    if (parsed.entries().isEmpty()) {
      return new IdentityOutcome.Unusable("it holds no certificate");
    }
    try {
      List<X509Certificate> chain =
          parsed.entries().stream().map(PemOutcome.Entry::anchor).map(X509::certificate).toList();
      PrivateKey privateKey = privateKey(key);
      return belongs(chain.get(0).getPublicKey(), privateKey)
          ? new IdentityOutcome.Usable(new Identity(chain, privateKey))
          : new IdentityOutcome.Unusable("its key is not that of its certificate");
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // What such a message repeats could be of the key.
      return new IdentityOutcome.Unusable(
          "its key is no unencrypted RSA, ECDSA or Ed25519 key in PEM, or its certificate is of"
              + " another kind of key");
    }
  }

  private static PrivateKey privateKey(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object key = parser.readObject();
      if (key instanceof PEMKeyPair pair) {
        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
      }
      if (key instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
      throw new IOException("no private key");
    }
  }

  private static boolean belongs(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    if (!sameKind(publicKey, privateKey)) {
      return false;
    }
    String algorithm =
        switch (privateKey.getAlgorithm()) {
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> privateKey.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(SAMPLE);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(SAMPLE);
    return signature.verify(signed);
  }

  private static boolean sameKind(PublicKey publicKey, PrivateKey privateKey) {
    return kind(publicKey.getAlgorithm()).equals(kind(privateKey.getAlgorithm()));
  }

  private static String kind(String algorithm) {
    return switch (algorithm) {
      case "ECDSA" -> "EC";
      case "EdDSA" -> "Ed25519";
      default -> algorithm;
    };
  }
}
