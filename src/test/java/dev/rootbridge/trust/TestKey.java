package dev.rootbridge.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Kinds of keys that tests mint certificates with, and the algorithm they sign by. */
public enum TestKey {
  P256("EC", "secp256r1", "SHA256withECDSA"),
  P384("EC", "secp384r1", "SHA384withECDSA"),
  P521("EC", "secp521r1", "SHA512withECDSA"),
  ED25519("Ed25519", "", "Ed25519"),
  RSA2048("RSA", "2048", "SHA256withRSA"),
  RSA1024("RSA", "1024", "SHA256withRSA"),
  DSA2048("DSA", "2048", "SHA256withDSA");

  private final String algorithm;
  private final String parameter;
  private final String signature;

  TestKey(String algorithm, String parameter, String signature) {
    this.algorithm = algorithm;
    this.parameter = parameter;
    this.signature = signature;
  }

  KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec(parameter));
      } else if (!parameter.isEmpty()) {
        generator.initialize(Integer.parseInt(parameter));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same key pair every time, for certificates with the same bytes every time. */
  static KeyPair fixedEd25519() throws GeneralSecurityException {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(new byte[32]);
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    try {
      return new KeyPair(
          factory.generatePublic(
              new X509EncodedKeySpec(
                  SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey())
                      .getEncoded())),
          factory.generatePrivate(
              new PKCS8EncodedKeySpec(
                  PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String signatureAlgorithm() {
    return signature;
  }
}
