package dev.rootbridge.trust;

import java.util.Optional;

/** A CA says what its key is for; without a word, it may be used for everything. */
final class KeyUsageRule implements LintRule {

  @Override
  public String id() {
    return "key-usage-present";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.3";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor.extensions().keyUsage().isPresent()
        ? Optional.empty()
        : Optional.of("it has no key usage, which a CA must have");
  }
}
