package dev.rootbridge.trust;

import java.util.Optional;

/**
 * Envoy takes whatever is in its file for a CA: a workload's certificate there could mint others.
 */
final class CaBasicConstraintRule implements LintRule {

  @Override
  public String id() {
    return "ca-basic-constraint";
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
    return "RFC 5280, section 4.2.1.9";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor.extensions().isCa()
        ? Optional.empty()
        : Optional.of("it is no CA certificate: basic constraints with CA:TRUE are missing");
  }
}
