package dev.rootbridge.trust;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The public keys that Envoy verifies certificates with.
 *
 * @param name as people know it, such as {@code P-256}
 * @param bits size of the modulus or of the curve's order
 */
record KeyType(String name, int bits) {

  /** The type of an anchor's key; empty if it is another one or malformed. */
  static Optional<KeyType> of(Anchor anchor) {
    SubjectPublicKeyInfo key = anchor.certificate().getSubjectPublicKeyInfo();
    AlgorithmIdentifier algorithm = key.getAlgorithm();
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return Optional.of(new KeyType("RSA", rsaModulusBits(key)));
    }
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return curve(algorithm);
    }
    if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return Optional.of(new KeyType("Ed25519", 256));
    }
    return Optional.empty();
  }

  private static int rsaModulusBits(SubjectPublicKeyInfo key) {
    try {
      return RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength();
    } catch (java.io.IOException | IllegalArgumentException e) {
      return 0;
    }
  }

  private static Optional<KeyType> curve(AlgorithmIdentifier algorithm) {
    if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
      return Optional.empty();
    }
    if (curve.equals(X9ObjectIdentifiers.prime256v1)) {
      return Optional.of(new KeyType("P-256", 256));
    }
    if (curve.equals(SECObjectIdentifiers.secp384r1)) {
      return Optional.of(new KeyType("P-384", 384));
    }
    if (curve.equals(SECObjectIdentifiers.secp521r1)) {
      return Optional.of(new KeyType("P-521", 521));
    }
    return Optional.empty();
  }
}
