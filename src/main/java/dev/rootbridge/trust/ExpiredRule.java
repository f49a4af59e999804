package dev.rootbridge.trust;

import java.util.Optional;

/** Proxies refuse everything under an expired anchor. */
final class ExpiredRule implements LintRule {

  static final String ID = "expired";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 6.1.3";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return context.now().isAfter(anchor.notAfter())
        ? Optional.of("it expired at " + anchor.notAfter())
        : Optional.empty();
  }
}
