package dev.rootbridge.trust;

import java.util.Optional;

/**
 * Istio's agent drops a certificate with a negative serial number, with no more than a log line.
 */
final class SerialNumberRule implements LintRule {

  @Override
  public String id() {
    return "serial-number";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.1.2.2";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor.certificate().getSerialNumber().signum() < 0
        ? Optional.of("its serial number is negative: Istio's agent drops it")
        : Optional.empty();
  }
}
