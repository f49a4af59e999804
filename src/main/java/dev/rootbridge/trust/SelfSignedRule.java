package dev.rootbridge.trust;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * An intermediate as anchor works, but when its CA replaces it, trust is gone. Names alone don't
 * tell: a root that was altered keeps them, and so does one that its predecessor signed (RFC 4210,
 * section 4.4).
 */
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
    if (anchor.isStandIn()) {
      return Optional.empty();
    }
    if (!anchor.isSelfIssued() || namesAnotherKey(anchor)) {
      return Optional.of(
          "it is not self-signed but an intermediate: when its CA replaces it, the new one must be"
              + " here before");
    }
    return switch (anchor.selfSignature()) {
      case BY_THE_KEY -> Optional.empty();
      case NOT_BY_THE_KEY ->
          Optional.of(
              "it has the names of a root, but its signature is not by its own key: another key"
                  + " signed it, or it was altered; compare its fingerprint with its CA's");
      case UNVERIFIABLE ->
          Optional.of(
              "whether it is self-signed can't be verified: its signature is malformed, or of an"
                  + " algorithm that is unknown or not for its key");
    };
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
