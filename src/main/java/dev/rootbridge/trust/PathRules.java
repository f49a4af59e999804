package dev.rootbridge.trust;

import dev.rootbridge.trust.ChainVerdict.Reason;
import dev.rootbridge.trust.ChainVerdict.Refused;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;

/**
 * What the certificates of one path must be (RFC 5280, section 6.1), its anchor included. The path
 * begins with the certificate of the workload or server.
 */
final class PathRules {

  private final List<Anchor> path;
  private final Instant now;
  private final PathPurpose purpose;

  private PathRules(List<Anchor> path, Instant now, PathPurpose purpose) {
    this.path = path;
    this.now = now;
    this.purpose = purpose;
  }

  /** The first rule that the path breaks, if any. */
  static Optional<Refused> refusal(List<Anchor> path, Instant now, PathPurpose purpose) {
    PathRules rules = new PathRules(path, now, purpose);
    return IntStream.range(0, path.size()).boxed().flatMap(rules::refusals).findFirst();
  }

  private Stream<Refused> refusals(int index) {
    return Stream.of(
            outsideValidity(index),
            unknownCriticalExtension(index),
            wrongPurpose(index),
            index == 0 ? Optional.<Refused>empty() : unfitIssuer(index))
        .flatMap(Optional::stream);
  }

  private Optional<Refused> outsideValidity(int index) {
    Anchor certificate = path.get(index);
    if (now.isBefore(certificate.notBefore())) {
      return refuse(Reason.NOT_VALID_NOW, index, "is not valid before " + certificate.notBefore());
    }
    return now.isAfter(certificate.notAfter())
        ? refuse(Reason.NOT_VALID_NOW, index, "expired at " + certificate.notAfter())
        : Optional.empty();
  }

  private Optional<Refused> unknownCriticalExtension(int index) {
    String unknown = CriticalExtensionsRule.unknown(path.get(index));
    return unknown.isEmpty()
        ? Optional.empty()
        : refuse(
            Reason.UNKNOWN_CRITICAL_EXTENSION,
            index,
            "has unknown critical extensions: " + unknown);
  }

  private Optional<Refused> wrongPurpose(int index) {
    return path.get(index)
        .extensions()
        .extendedKeyUsage()
        .filter(usage -> !purpose.isAllowedBy(usage))
        .flatMap(usage -> refuse(Reason.WRONG_PURPOSE, index, "is not for " + purpose.label()));
  }

  private Optional<Refused> unfitIssuer(int index) {
    KnownExtensions extensions = path.get(index).extensions();
    if (!extensions.isCa() || !extensions.maySignCertificates()) {
      return refuse(Reason.NOT_A_CA, index, "is no CA certificate, but signed one");
    }
    Optional<BigInteger> pathLength =
        extensions.basicConstraints().map(BasicConstraints::getPathLenConstraint);
    long below = path.subList(1, index).stream().filter(ca -> !ca.isSelfIssued()).count();
    if (pathLength.isPresent() && pathLength.get().compareTo(BigInteger.valueOf(below)) < 0) {
      return refuse(
          Reason.PATH_TOO_LONG,
          index,
          "allows %s CAs below it, the chain has %d".formatted(pathLength.get(), below));
    }
    return extensions
        .nameConstraints()
        .flatMap(constraints -> new NameConstraintCheck(constraints).problem(below(index)))
        .flatMap(problem -> refuse(Reason.OUTSIDE_NAME_CONSTRAINTS, index, problem));
  }

  /** A CA's certificates for itself are free of constraints, a workload's are not. */
  private List<Anchor> below(int index) {
    return IntStream.range(0, index)
        .filter(i -> i == 0 || !path.get(i).isSelfIssued())
        .mapToObj(path::get)
        .toList();
  }

  private Optional<Refused> refuse(Reason reason, int index, String problem) {
    String certificate = index == 0 ? purpose.leaf() : path.get(index).toString();
    return Optional.of(new Refused(reason, certificate + " " + problem));
  }
}
