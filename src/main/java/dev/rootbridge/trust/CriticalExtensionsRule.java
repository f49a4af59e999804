package dev.rootbridge.trust;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** A verifier that doesn't know a critical extension must refuse the chain; not every one does. */
final class CriticalExtensionsRule implements LintRule {

  private static final Set<ASN1ObjectIdentifier> KNOWN =
      Set.of(
          Extension.keyUsage,
          Extension.subjectAlternativeName,
          Extension.basicConstraints,
          Extension.certificatePolicies,
          Extension.extendedKeyUsage,
          Extension.policyConstraints,
          Extension.nameConstraints,
          Extension.policyMappings,
          Extension.inhibitAnyPolicy);

  @Override
  public String id() {
    return "critical-extensions";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2; BoringSSL";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    String unknown = unknown(anchor);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it has critical extensions that verifiers don't know, and must refuse: " + unknown);
  }

  /** The unknown ones as object identifiers with commas between them; empty if there are none. */
  static String unknown(Anchor certificate) {
    return certificate.extensions().critical().stream()
        .filter(oid -> !KNOWN.contains(oid))
        .map(ASN1ObjectIdentifier::getId)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
