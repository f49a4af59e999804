package dev.rootbridge.trust;

import dev.rootbridge.trust.ConstrainOutcome.Constrained;
import dev.rootbridge.trust.ConstrainOutcome.NotConstrainable;
import dev.rootbridge.trust.ConstrainOutcome.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Makes constrained anchors. A proxy trusts every root of its file for every identity, so a remote
 * root itself would let the remote CA mint local identities. Its stand-in has the same subject, key
 * and key identifier, so that everything the CA issued chains to it, and a critical name constraint
 * (RFC 5280, section 4.2.1.10) on the one trust domain. Verifiers that take an anchor as it stands
 * (Envoy) never look at the stand-in's issuer or signature.
 *
 * <p>The bytes follow from the root, the trust domain and the DNS choice alone: any replica makes
 * the same ones at any time, and a proxy reloads only when something changed.
 */
public final class ConstrainedAnchors {

  private ConstrainedAnchors() {}

  /**
   * The constrained anchor of a root.
   *
   * @param root a CA certificate; an intermediate published as an anchor works as well
   * @param domain what its CA may vouch for: exactly this host, no subdomain
   * @param dns whether DNS names are excluded
   */
  public static ConstrainOutcome constrain(Anchor root, TrustDomain domain, Constraint.Dns dns) {
    Optional<NotConstrainable> refusal = ConstrainableHost.refusal(domain).or(() -> refusal(root));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    NarrowedConstraints constraints = NarrowedConstraints.narrow(root, domain, dns);
    if (constraints instanceof NarrowedConstraints.Narrowed narrowed) {
      return standIn(root, narrowed.constraints(), StandInIssuer.of(root, domain, dns));
    }
    return ((NarrowedConstraints.Refused) constraints).outcome();
  }

  private static Optional<NotConstrainable> refusal(Anchor root) {
    if (!root.extensions().isCa()) {
      return refuse(Reason.NOT_A_CA, "it is no CA certificate (CA:TRUE is missing)");
    }
    if (root.keyType().isEmpty()) {
      return refuse(
          Reason.UNKNOWN_KEY_TYPE,
          "its key is of a type that proxies don't take: use RSA, P-256, P-384, P-521 or Ed25519");
    }
    boolean bySerial =
        root.extensions()
            .authorityKeyIdentifier()
            .map(AuthorityKeyIdentifier::getAuthorityCertSerialNumber)
            .isPresent();
    if (bySerial) {
      return refuse(
          Reason.ISSUER_NAMED_BY_SERIAL,
          "its CA names issuers by serial number, which a stand-in can't have: reissue the"
              + " certificates with a key identifier only (openssl: authorityKeyIdentifier = keyid)");
    }
    return Optional.empty();
  }

  private static ConstrainOutcome standIn(
      Anchor root, NameConstraints constraints, StandInIssuer issuer) {
    TBSCertificate original = root.certificate().toASN1Structure().getTBSCertificate();
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(issuer.serialNumber()));
    generator.setSignature(StandInIssuer.ALGORITHM);
    generator.setIssuer(issuer.name());
    generator.setValidity(original.getValidity());
    generator.setSubject(original.getSubject());
    generator.setSubjectPublicKeyInfo(original.getSubjectPublicKeyInfo());
    try {
      generator.setExtensions(extensions(original.getExtensions(), constraints, issuer));
      Anchor made = Anchor.ofDer(issuer.sign(generator.generateTBSCertificate()));
      if (!sameIdentity(root.certificate(), made.certificate())) {
        return new NotConstrainable(
            Reason.NOT_COPIED_EXACTLY,
            "its subject or key is encoded in a way that can't be copied byte by byte: reissue it");
      }
      return new Constrained(made);
    } catch (IOException e) {
      throw new UncheckedIOException("encoding into memory failed", e);
    }
  }

  /** Everything but the two extensions that say who issued it and what for is the root's own. */
  private static Extensions extensions(
      Extensions original, NameConstraints constraints, StandInIssuer issuer) throws IOException {
    ExtensionsGenerator generator = new ExtensionsGenerator();
    for (var oid : original.getExtensionOIDs()) {
      if (!oid.equals(Extension.nameConstraints) && !oid.equals(Extension.authorityKeyIdentifier)) {
        generator.addExtension(original.getExtension(oid));
      }
    }
    generator.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(issuer.keyIdentifier()));
    generator.addExtension(Extension.nameConstraints, true, constraints);
    return generator.generate();
  }

  private static boolean sameIdentity(X509CertificateHolder root, X509CertificateHolder made)
      throws IOException {
    return Arrays.equals(root.getSubject().getEncoded(), made.getSubject().getEncoded())
        && Arrays.equals(
            root.getSubjectPublicKeyInfo().getEncoded(),
            made.getSubjectPublicKeyInfo().getEncoded());
  }

  private static Optional<NotConstrainable> refuse(Reason reason, String message) {
    return Optional.of(new NotConstrainable(reason, message));
  }
}
