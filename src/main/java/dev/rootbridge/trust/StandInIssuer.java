package dev.rootbridge.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * The issuer that a constrained anchor names. Nobody trusts it and nobody checks its signature; it
 * is there because a certificate needs one that isn't its subject. So its name, key and signature
 * are derived from public data: no secret exists, and every replica makes the same bytes.
 */
final class StandInIssuer {

  static final AlgorithmIdentifier ALGORITHM =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  /** Changes whenever the bytes of constrained anchors do, and with them every proxy's file. */
  private static final String LABEL = "rootbridge constrained anchor 1";

  private static final String NAME_PREFIX = "O=Rootbridge,CN=name constraint ";
  private static final int SERIAL_BYTES = 16;
  private static final int KEY_IDENTIFIER_BYTES = 20;
  private static final int NAME_BYTES = 8;

  private final byte[] seed;

  private StandInIssuer(byte[] seed) {
    this.seed = seed;
  }

  static StandInIssuer of(Anchor root, TrustDomain domain, Constraint.Dns dns) {
    return new StandInIssuer(
        hash(
            LABEL.getBytes(StandardCharsets.US_ASCII),
            root.der(),
            domain.name().getBytes(StandardCharsets.US_ASCII),
            dns.name().getBytes(StandardCharsets.US_ASCII)));
  }

  X500Name name() {
    String id = HexFormat.of().formatHex(derive("name"), 0, NAME_BYTES);
    return new X500Name(NAME_PREFIX + id);
  }

  /** Whether a name is that of a stand-in's issuer, for some root. */
  static boolean isName(X500Name name) {
    return name.toString().startsWith(NAME_PREFIX);
  }

  /** Positive and of at most 20 octets (RFC 5280, section 4.1.2.2). */
  BigInteger serialNumber() {
    return new BigInteger(1, Arrays.copyOf(derive("serial"), SERIAL_BYTES)).setBit(0);
  }

  byte[] keyIdentifier() {
    return Arrays.copyOf(derive("key identifier"), KEY_IDENTIFIER_BYTES);
  }

  /**
   * The SIGNED form (X.509, section 6.1) of something to be signed, in DER; the signature is
   * deterministic (RFC 6979).
   */
  byte[] sign(ASN1Object toBeSigned) throws IOException {
    X9ECParameters curve = CustomNamedCurves.getByName("P-256");
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(privateKey(curve), new ECDomainParameters(curve)));
    BigInteger[] rs = signer.generateSignature(sha256(toBeSigned.getEncoded(ASN1Encoding.DER)));
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(toBeSigned);
    parts.add(ALGORITHM);
    parts.add(new DERBitString(StandardDSAEncoding.INSTANCE.encode(curve.getN(), rs[0], rs[1])));
    return new DERSequence(parts).getEncoded();
  }

  private BigInteger privateKey(X9ECParameters curve) {
    return new BigInteger(1, derive("key"))
        .mod(curve.getN().subtract(BigInteger.ONE))
        .add(BigInteger.ONE);
  }

  private byte[] derive(String purpose) {
    return hash(seed, purpose.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sha256(byte[] bytes) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }

  /** SHA-512 of the parts, each with its length before it, so that no two lists run together. */
  private static byte[] hash(byte[]... parts) {
    SHA512Digest digest = new SHA512Digest();
    for (byte[] part : parts) {
      byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array();
      digest.update(length, 0, length.length);
      digest.update(part, 0, part.length);
    }
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }
}
