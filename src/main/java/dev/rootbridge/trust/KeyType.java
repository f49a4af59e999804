package dev.rootbridge.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * A public key of a kind that Envoy verifies certificates with.
 *
 * @param kind the algorithm and, for elliptic curves, the curve
 * @param bits size of the RSA modulus, or of the curve
 */
public record KeyType(Kind kind, int bits) {

  /** Algorithm and curve. */
  public enum Kind {
    RSA,
    P256,
    P384,
    P521,
    ED25519
  }

  private static final int ED25519_BYTES = 32;
  private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(3);

  /** BoringSSL takes no larger ones, so that nobody can make it work for minutes; nor do we. */
  private static final int MAX_EXPONENT_BITS = 33;

  private static final int MAX_MODULUS_BITS = 16_384;

  /** The type of a key; empty if it is of another kind or malformed. */
  static Optional<KeyType> of(SubjectPublicKeyInfo key) {
    if (key.getPublicKeyData().getPadBits() != 0) {
      return Optional.empty();
    }
    ASN1ObjectIdentifier oid = key.getAlgorithm().getAlgorithm();
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return rsa(key);
    }
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return curve(key);
    }
    boolean ed25519 =
        oid.equals(EdECObjectIdentifiers.id_Ed25519)
            && key.getPublicKeyData().getOctets().length == ED25519_BYTES;
    return ed25519 ? Optional.of(new KeyType(Kind.ED25519, 256)) : Optional.empty();
  }

  private static Optional<KeyType> rsa(SubjectPublicKeyInfo key) {
    try {
      RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
      BigInteger exponent = rsa.getPublicExponent();
      // With an exponent of 1, everything is its own signature.
      boolean sound =
          rsa.getModulus().testBit(0)
              && exponent.testBit(0)
              && exponent.compareTo(SMALLEST_EXPONENT) >= 0
              && exponent.bitLength() <= MAX_EXPONENT_BITS
              && rsa.getModulus().bitLength() <= MAX_MODULUS_BITS;
      return sound
          ? Optional.of(new KeyType(Kind.RSA, rsa.getModulus().bitLength()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<KeyType> curve(SubjectPublicKeyInfo key) {
    if (!(key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)) {
      return Optional.empty();
    }
    if (curve.equals(X9ObjectIdentifiers.prime256v1)) {
      return onCurve(key, curve, new KeyType(Kind.P256, 256));
    }
    if (curve.equals(SECObjectIdentifiers.secp384r1)) {
      return onCurve(key, curve, new KeyType(Kind.P384, 384));
    }
    if (curve.equals(SECObjectIdentifiers.secp521r1)) {
      return onCurve(key, curve, new KeyType(Kind.P521, 521));
    }
    return Optional.empty();
  }

  private static Optional<KeyType> onCurve(
      SubjectPublicKeyInfo key, ASN1ObjectIdentifier curve, KeyType type) {
    X9ECParameters parameters = CustomNamedCurves.getByOID(curve);
    try {
      boolean infinity =
          parameters.getCurve().decodePoint(key.getPublicKeyData().getOctets()).isInfinity();
      return infinity ? Optional.empty() : Optional.of(type);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case RSA -> "RSA " + bits;
      case P256 -> "P-256";
      case P384 -> "P-384";
      case P521 -> "P-521";
      case ED25519 -> "Ed25519";
    };
  }
}
