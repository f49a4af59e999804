package dev.rootbridge.trust;

import java.util.Optional;

/** A root's own constraints are kept, so that what they leave out stays out. */
final class NameConstraintsRule implements LintRule {

  @Override
  public String id() {
    return "name-constraints";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.10";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor
        .extensions()
        .nameConstraints()
        .filter(own -> !anchor.isStandIn())
        .map(own -> "it has name constraints of its own, which stay in force");
  }
}
