package dev.rootbridge.trust;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** An intermediate as anchor works, but when its CA replaces it, trust is gone. */
final class SelfSignedRule implements LintRule {

  @Override
  public String id() {
    return "self-signed";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 6.1";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    boolean selfSigned = anchor.isSelfIssued() && !namesAnotherKey(anchor);
    return selfSigned || anchor.isStandIn()
        ? Optional.empty()
        : Optional.of(
            "it is not self-signed but an intermediate: when its CA replaces it, the new one must be"
                + " here before");
  }

  private static boolean namesAnotherKey(Anchor anchor) {
    Optional<byte[]> own =
        anchor.extensions().subjectKeyIdentifier().map(SubjectKeyIdentifier::getKeyIdentifier);
    Optional<byte[]> issuers =
        anchor
            .extensions()
            .authorityKeyIdentifier()
            .map(AuthorityKeyIdentifier::getKeyIdentifierOctets);
    return own.isPresent() && issuers.isPresent() && !Arrays.equals(own.get(), issuers.get());
  }
}
