package dev.rootbridge.spiffe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.KeyType;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The public key of an anchor as a JSON Web Key (RFC 7518, section 6; RFC 8037, section 2). */
final class PublicJwk {

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final int ED25519_BYTES = 32;

  private PublicJwk() {}

  static ObjectNode of(Anchor anchor) {
    KeyType type =
        anchor
            .keyType()
            .orElseThrow(
                () -> new IllegalArgumentException(anchor + " has a key of an unknown type"));
    return switch (type.kind()) {
      case RSA -> rsa((RSAPublicKey) publicKey(anchor, "RSA"));
      case P256 -> ec("P-256", type, (ECPublicKey) publicKey(anchor, "EC"));
      case P384 -> ec("P-384", type, (ECPublicKey) publicKey(anchor, "EC"));
      case P521 -> ec("P-521", type, (ECPublicKey) publicKey(anchor, "EC"));
      case ED25519 -> ed25519(anchor.publicKeyDer());
    };
  }

  private static ObjectNode rsa(RSAPublicKey key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "RSA")
        .put("n", base64(unsigned(key.getModulus())))
        .put("e", base64(unsigned(key.getPublicExponent())));
  }

  private static ObjectNode ec(String curve, KeyType type, ECPublicKey key) {
    int bytes = (type.bits() + 7) / 8;
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "EC")
        .put("crv", curve)
        .put("x", base64(leftPadded(unsigned(key.getW().getAffineX()), bytes)))
        .put("y", base64(leftPadded(unsigned(key.getW().getAffineY()), bytes)));
  }

  private static ObjectNode ed25519(byte[] der) {
    // The key is the last thing in its SubjectPublicKeyInfo (RFC 8410, section 4).
    byte[] key = Arrays.copyOfRange(der, der.length - ED25519_BYTES, der.length);
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("x", base64(key));
  }

  private static PublicKey publicKey(Anchor anchor, String algorithm) {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePublic(new X509EncodedKeySpec(anchor.publicKeyDer()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(anchor + " has a key that can't be read", e);
    }
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] leftPadded(byte[] bytes, int length) {
    byte[] padded = new byte[length];
    System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
    return padded;
  }

  private static String base64(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }
}
