package dev.rootbridge.trust;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;

/** Istio may sign by an intermediate, which such a root doesn't allow. */
final class PathLengthRule implements LintRule {

  @Override
  public String id() {
    return "path-length-zero";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public String citation() {
    return "RFC 5280, section 4.2.1.9";
  }

  @Override
  public Optional<String> problem(Anchor anchor, LintContext context) {
    return anchor
        .extensions()
        .basicConstraints()
        .map(BasicConstraints::getPathLenConstraint)
        .filter(BigInteger.ZERO::equals)
        .map(
            zero ->
                "its path length is 0: Envoy passes over that, but other verifiers refuse workloads"
                    + " under an intermediate of it");
  }
}
