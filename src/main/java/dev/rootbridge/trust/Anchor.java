package dev.rootbridge.trust;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * One X.509 certificate that a verifier trusts as it stands. It holds exactly the bytes it was made
 * from, and two anchors are equal when these are. Being an anchor says nothing about fitness: that
 * is what {@link Lint} judges.
 */
public final class Anchor {

  private static final int PEM_LINE_LENGTH = 64;

  private final byte[] der;
  private final X509CertificateHolder certificate;
  private final KnownExtensions extensions;
  private final Fingerprint fingerprint;
  private final byte[] publicKeyDer;
  private final Fingerprint keyFingerprint;
  private final byte[] subjectDer;
  private final String subject;
  private final String issuer;
  private final Instant notBefore;
  private final Instant notAfter;

  /** Costly, and asked for with every pass. */
  private volatile Optional<Issuance.Signature> selfSignature = Optional.empty();

  private Anchor(byte[] der, X509CertificateHolder certificate) throws IOException {
    this.der = der;
    this.certificate = certificate;
    this.extensions = KnownExtensions.of(certificate);
    this.fingerprint = Fingerprint.of(der);
    this.publicKeyDer = certificate.getSubjectPublicKeyInfo().getEncoded();
    this.keyFingerprint = Fingerprint.of(publicKeyDer);
    this.subjectDer = certificate.getSubject().getEncoded();
    this.subject = name(certificate.getSubject());
    this.issuer = name(certificate.getIssuer());
    this.notBefore = certificate.getNotBefore().toInstant();
    this.notAfter = certificate.getNotAfter().toInstant();
  }

  /**
   * Reads one certificate.
   *
   * @param der the certificate in DER (RFC 5280, section 4.1), with nothing after it
   * @throws IllegalArgumentException if these bytes are anything else; the message doesn't repeat
   *     them
   */
  public static Anchor ofDer(byte[] der) {
    byte[] copy = der.clone();
    try {
      ASN1Primitive asn1 = ASN1Primitive.fromByteArray(copy);
      if (asn1 == null || !Arrays.equals(asn1.getEncoded(ASN1Encoding.DER), copy)) {
        throw new IllegalArgumentException("it is not encoded in DER");
      }
      return new Anchor(copy, new X509CertificateHolder(Certificate.getInstance(asn1)));
    } catch (IOException | RuntimeException e) {
      // On damaged input, Bouncy Castle throws what it pleases; an index out of bounds for one.
      throw new IllegalArgumentException(
          "not an X.509 certificate in DER: " + Printable.of(String.valueOf(e.getMessage())), e);
    }
  }

  /** The certificate's bytes, a copy. */
  public byte[] der() {
    return der.clone();
  }

  /** One PEM block (RFC 7468) of 64-character lines, with a newline after each line. */
  public String pem() {
    Base64.Encoder encoder = Base64.getMimeEncoder(PEM_LINE_LENGTH, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n"
        + encoder.encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  /** SHA-256 of the certificate. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** SHA-256 of the DER SubjectPublicKeyInfo: what pins name and what makes anchors the same. */
  public Fingerprint keyFingerprint() {
    return keyFingerprint;
  }

  /**
   * The subject as RFC 2253 writes it. Control characters, which a hostile name may hold to forge
   * lines of a log or table, are shown as U+FFFD.
   */
  public String subject() {
    return subject;
  }

  /** The first instant at which it is valid. */
  public Instant notBefore() {
    return notBefore;
  }

  /** The last instant at which it is valid. */
  public Instant notAfter() {
    return notAfter;
  }

  /** Whether what is under it can be valid then. */
  public boolean isValidAt(Instant when) {
    return !when.isBefore(notBefore) && !when.isAfter(notAfter);
  }

  /**
   * The hosts, and with a dot before them the subdomains, that its own name constraints permit in
   * URIs; empty if they say nothing of URIs, so that it vouches for all.
   */
  public List<String> permittedUriHosts() {
    return extensions
        .nameConstraints()
        .map(NameConstraints::getPermittedSubtrees)
        .map(NarrowedConstraints::uriBases)
        .orElse(List.of());
  }

  /** Whether it is a constrained anchor that we made, by the look of its issuer's name. */
  public boolean isStandIn() {
    return StandInIssuer.isName(certificate.getIssuer());
  }

  /** What kind of key it has; empty if proxies don't take it. */
  public Optional<KeyType> keyType() {
    return KeyType.of(certificate.getSubjectPublicKeyInfo());
  }

  /** Its public key in DER SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), a copy. */
  public byte[] publicKeyDer() {
    return publicKeyDer.clone();
  }

  /** The issuer's name, written as {@link #subject} is. */
  public String issuer() {
    return issuer;
  }

  /**
   * Whether it lets the CA of a root vouch: it has the root's key, or the root signed it as one of
   * its intermediates.
   */
  public boolean isOfCa(Anchor root) {
    return keyFingerprint.equals(root.keyFingerprint)
        || (extensions.isCa() && Issuance.names(this, root) && Issuance.isSignedBy(this, root));
  }

  /** Whether a CA issued it: its issuer is named so, and its signature is by that key. */
  public boolean isIssuedBy(Anchor ca) {
    return Issuance.names(this, ca) && Issuance.isSignedBy(this, ca);
  }

  /** Whether subject and issuer have the same name, as in a root. */
  boolean isSelfIssued() {
    return certificate.getSubject().equals(certificate.getIssuer());
  }

  /** Whether its signature is by its own key. */
  Issuance.Signature selfSignature() {
    Issuance.Signature known = selfSignature.orElseGet(() -> Issuance.signature(this, this));
    selfSignature = Optional.of(known);
    return known;
  }

  X509CertificateHolder certificate() {
    return certificate;
  }

  KnownExtensions extensions() {
    return extensions;
  }

  /** Whether certificates that chain to the other one chain to this one as well. */
  boolean standsFor(Anchor other) {
    return keyFingerprint.equals(other.keyFingerprint)
        && Arrays.equals(subjectDer, other.subjectDer)
        && extensions.subjectKeyIdentifier().equals(other.extensions.subjectKeyIdentifier());
  }

  /** Bouncy Castle decodes the strings of a name when they are first wanted, and may fail then. */
  private static String name(X500Name name) throws IOException {
    Objects.requireNonNull(name.toString());
    return Printable.of(new X500Principal(name.getEncoded()).getName());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Anchor anchor && Arrays.equals(der, anchor.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }

  @Override
  public String toString() {
    return subject + " (sha256:" + fingerprint + ")";
  }
}
