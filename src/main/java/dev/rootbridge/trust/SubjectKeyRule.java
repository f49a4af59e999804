package dev.rootbridge.trust;

import java.util.Optional;

/** Among roots of one name, which Istio's are, only it tells whose child a certificate is. */
final class SubjectKeyRule implements LintRule {

  @Override
  public String id() {
    return "subject-key-identifier";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.2";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor.extensions().subjectKeyIdentifier().isPresent()
        ? Optional.empty()
        : Optional.of(
            "it has no subject key identifier: beside another root of the same name, workloads under it"
                + " may be refused");
  }
}
