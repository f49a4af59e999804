package dev.rootbridge.trust;

import java.util.Optional;

/**
 * Without the bit, verifiers refuse everything that the key signed; without the extension, they
 * allow it.
 */
final class KeyCertSignRule implements LintRule {

  @Override
  public String id() {
    return "key-cert-sign";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public Severity localSeverity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.3";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor.extensions().maySignCertificates()
        ? Optional.empty()
        : Optional.of(
            "its key usage does not include keyCertSign, so that it can't sign certificates");
  }
}
