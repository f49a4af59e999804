package dev.rootbridge.trust;

import java.util.Optional;

/** A key that can be broken makes anybody the CA. */
final class KeyStrengthRule implements LintRule {

  private static final int MIN_RSA_BITS = 2048;

  @Override
  public String id() {
    return "key-strength";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "CA/B Baseline Requirements, section 6.1.5";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor
        .keyType()
        .filter(key -> key.kind() == KeyType.Kind.RSA && key.bits() < MIN_RSA_BITS)
        .map(
            key ->
                "its RSA key has %d bits, at least %d are needed"
                    .formatted(key.bits(), MIN_RSA_BITS));
  }
}
