package dev.rootbridge.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcEdDSAContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/** Whether one certificate issued another: by the looks of it, and by its signature. */
final class Issuance {

  private static final DigestAlgorithmIdentifierFinder DIGESTS =
      new DefaultDigestAlgorithmIdentifierFinder();

  private Issuance() {}

  /** Whether the subject names this issuer, so that a verifier looks no further. */
  static boolean names(Anchor subject, Anchor issuer) {
    return subject.certificate().getIssuer().equals(issuer.certificate().getSubject())
        && subject
            .extensions()
            .authorityKeyIdentifier()
            .map(identifier -> names(identifier, issuer))
            .orElse(true);
  }

  /** What a signature is worth under a key. */
  enum Signature {
    BY_THE_KEY,
    NOT_BY_THE_KEY,
    /** The key is of an unknown kind, or the algorithm is unknown or not for it. */
    UNVERIFIABLE
  }

  /** Whether the subject's signature is by the issuer's key, whatever their names. */
  static boolean isSignedBy(Anchor subject, Anchor issuer) {
    return signature(subject, issuer) == Signature.BY_THE_KEY;
  }

  /** What the subject's signature is worth under the issuer's key, whatever their names. */
  static Signature signature(Anchor subject, Anchor issuer) {
    Optional<KeyType> key = issuer.keyType();
    if (key.isEmpty()) {
      return Signature.UNVERIFIABLE;
    }
    try {
      return subject
              .certificate()
              .isSignatureValid(verifier(key.get().kind()).build(issuer.certificate()))
          ? Signature.BY_THE_KEY
          : Signature.NOT_BY_THE_KEY;
    } catch (OperatorCreationException | CertException e) {
      return Signature.UNVERIFIABLE;
    } catch (RuntimeException e) {
      // On damaged signatures and parameters, Bouncy Castle throws what it pleases.
      return Signature.UNVERIFIABLE;
    }
  }

  /** By every means that the subject uses to name its issuer (RFC 5280, section 4.2.1.1). */
  private static boolean names(AuthorityKeyIdentifier identifier, Anchor issuer) {
    Optional<byte[]> issuerKey =
        issuer.extensions().subjectKeyIdentifier().map(SubjectKeyIdentifier::getKeyIdentifier);
    byte[] wantedKey = identifier.getKeyIdentifierOctets();
    if (wantedKey != null && issuerKey.isPresent() && !Arrays.equals(wantedKey, issuerKey.get())) {
      return false;
    }
    BigInteger wantedSerial = identifier.getAuthorityCertSerialNumber();
    if (wantedSerial == null) {
      return true;
    }
    X500Name issuersIssuer = issuer.certificate().getIssuer();
    return wantedSerial.equals(issuer.certificate().getSerialNumber())
        && identifier.getAuthorityCertIssuer() != null
        && Arrays.stream(identifier.getAuthorityCertIssuer().getNames())
            .filter(name -> name.getTagNo() == GeneralName.directoryName)
            .anyMatch(name -> X500Name.getInstance(name.getName()).equals(issuersIssuer));
  }

  private static BcContentVerifierProviderBuilder verifier(KeyType.Kind kind) {
    return switch (kind) {
      case RSA -> new BcRSAContentVerifierProviderBuilder(DIGESTS);
      case P256, P384, P521 -> new BcECContentVerifierProviderBuilder(DIGESTS);
      case ED25519 -> new BcEdDSAContentVerifierProviderBuilder();
    };
  }
}
