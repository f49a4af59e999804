package dev.rootbridge.trust;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * Anchors that proxies can't tell apart when they look for the issuer of a certificate. Envoy takes
 * the first one in the file that has the issuer's name and isn't ruled out by a key identifier;
 * when the signature then turns out not to be its, it doesn't go on to the next. So of two
 * look-alikes one shadows the other, in an order that Istio's agent decides, and everything under
 * the shadowed one is refused.
 */
final class LookAlikes {

  private LookAlikes() {}

  /**
   * Whether these two are: different keys under one name, with nothing to tell them apart. With two
   * key identifiers that differ they are none, for a CA that has one names itself by it in what it
   * issues (RFC 5280, section 4.2.1.1).
   */
  static boolean are(Anchor one, Anchor other) {
    return !one.keyFingerprint().equals(other.keyFingerprint())
        && !areToldApart(
            one.extensions().subjectKeyIdentifier(), other.extensions().subjectKeyIdentifier())
        && one.certificate().getSubject().equals(other.certificate().getSubject());
  }

  private static boolean areToldApart(
      Optional<SubjectKeyIdentifier> one, Optional<SubjectKeyIdentifier> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }

  /** The first look-alike, by fingerprint, among others. */
  static Optional<Anchor> first(Anchor anchor, Collection<Anchor> others) {
    return others.stream()
        .filter(other -> are(anchor, other))
        .min(Comparator.comparing(Anchor::fingerprint));
  }
}
