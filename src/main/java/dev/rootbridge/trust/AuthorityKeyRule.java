package dev.rootbridge.trust;

import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;

/** Certificates that name their issuer by serial number match no other certificate of its key. */
final class AuthorityKeyRule implements LintRule {

  @Override
  public String id() {
    return "issuer-by-serial";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.1";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor
        .extensions()
        .authorityKeyIdentifier()
        .map(AuthorityKeyIdentifier::getAuthorityCertSerialNumber)
        .map(
            serial ->
                "it names its issuer by serial number; if its CA does so for workloads, no stand-in for"
                    + " it can work");
  }
}
