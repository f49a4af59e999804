package dev.rootbridge.trust;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges whether a certificate is fit to be an anchor, rule by rule. */
public final class Lint {

  private static final List<LintRule> RULES =
      List.of(
          new VersionRule(),
          new CaBasicConstraintRule(),
          new BasicConstraintsCriticalRule(),
          new KeyCertSignRule(),
          new KeyUsageRule(),
          new ExtendedKeyUsageRule(),
          new KeyTypeRule(),
          new KeyStrengthRule(),
          new SignatureAlgorithmRule(),
          new SerialNumberRule(),
          new ExpiredRule(),
          new NotYetValidRule(),
          new NearExpiryRule(),
          new SpiffeIdRule(),
          new SelfSignedRule(),
          new CriticalExtensionsRule(),
          new PathLengthRule(),
          new AuthorityKeyRule(),
          new SubjectKeyRule(),
          new NameConstraintsRule());

  private Lint() {}

  /** All findings, in the order of the rules; none if there is nothing to say. */
  public static List<Finding> findings(Anchor anchor, LintContext context) {
    return RULES.stream().flatMap(rule -> finding(rule, anchor, context).stream()).toList();
  }

  /** The first finding that keeps the certificate out, if any. */
  public static Optional<Finding> error(Anchor anchor, LintContext context) {
    return findings(anchor, context).stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .findFirst();
  }

  /** What there is to warn of, in one line; empty if nothing. */
  static String warnings(Anchor anchor, LintContext context) {
    return findings(anchor, context).stream()
        .filter(finding -> finding.severity() == Severity.WARNING)
        .map(Finding::message)
        .collect(Collectors.joining("; "));
  }

  /** The ids of all rules. */
  public static List<String> ruleIds() {
    return RULES.stream().map(LintRule::id).toList();
  }

  private static Optional<Finding> finding(LintRule rule, Anchor anchor, LintContext context) {
    Severity severity =
        switch (context.origin()) {
          case LOCAL -> rule.localSeverity();
          case FEDERATED -> rule.severity();
        };
    return rule.problem(anchor, context)
        .map(problem -> new Finding(rule.id(), severity, rule.citation(), problem));
  }
}
