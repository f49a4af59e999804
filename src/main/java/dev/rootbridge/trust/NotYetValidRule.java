package dev.rootbridge.trust;

import java.util.Optional;

/** Publishing a root ahead of its time is fine; counting on it is not. */
final class NotYetValidRule implements LintRule {

  @Override
  public String id() {
    return "not-yet-valid";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 6.1.3";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return context.now().isBefore(anchor.notBefore())
        ? Optional.of("it is not valid before " + anchor.notBefore())
        : Optional.empty();
  }
}
