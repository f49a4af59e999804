package dev.rootbridge.trust;

import java.util.Optional;

/** Only version 3 has the extensions that make a certificate a CA's. */
final class VersionRule implements LintRule {

  private static final int V3 = 3;

  @Override
  public String id() {
    return "version-3";
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
    return "RFC 5280, section 4.1.2.1";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    int version = anchor.certificate().getVersionNumber();
    return version == V3
        ? Optional.empty()
        : Optional.of(
            "it is an X.509 version %d certificate, version 3 is needed".formatted(version));
  }
}
