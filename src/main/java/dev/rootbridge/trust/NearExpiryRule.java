package dev.rootbridge.trust;

import java.time.Duration;
import java.util.Optional;

/** A successor has to be in every bundle before anything is signed by it. */
final class NearExpiryRule implements LintRule {

  private static final Duration NOTICE = Duration.ofDays(30);

  @Override
  public String id() {
    return "near-expiry";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.1.2.5";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    Duration left = Duration.between(context.now(), anchor.notAfter());
    return left.isNegative() || left.compareTo(NOTICE) > 0
        ? Optional.empty()
        : Optional.of(
            "it expires at %s, in %d days: rotate it".formatted(anchor.notAfter(), left.toDays()));
  }
}
