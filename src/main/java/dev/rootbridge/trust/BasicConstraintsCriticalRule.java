package dev.rootbridge.trust;

import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;

/** A verifier that doesn't know the extension must not take the certificate for a CA's. */
final class BasicConstraintsCriticalRule implements LintRule {

  @Override
  public String id() {
    return "basic-constraints-critical";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.9";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    Extension extension = anchor.certificate().getExtension(Extension.basicConstraints);
    return extension == null || extension.isCritical()
        ? Optional.empty()
        : Optional.of("its basic constraints are not critical, as a CA's must be");
  }
}
