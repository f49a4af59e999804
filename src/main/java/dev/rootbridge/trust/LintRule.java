package dev.rootbridge.trust;

import java.util.Optional;

/** One rule that certificates are held to. */
interface LintRule {

  /** Lower case with hyphens, never changed. */
  String id();

  Severity severity();

  /** The severity for a local root, which this cluster's own traffic rests on already. */
  default Severity localSeverity() {
    return Severity.WARNING;
  }

  /** Where the rule comes from. */
  String citation();

  /** What is wrong with the certificate, or nothing. */
  Optional<String> problem(Anchor anchor, LintContext context);
}
