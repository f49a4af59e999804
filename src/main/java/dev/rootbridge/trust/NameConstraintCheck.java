package dev.rootbridge.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * Holds names against one CA's name constraints (RFC 5280, section 4.2.1.10). What it can't judge
 * is outside.
 */
final class NameConstraintCheck {

  private final List<GeneralSubtree> permitted;
  private final List<GeneralSubtree> excluded;

  NameConstraintCheck(NameConstraints constraints) {
    this.permitted = list(constraints.getPermittedSubtrees());
    this.excluded = list(constraints.getExcludedSubtrees());
  }

  /** The first name of these certificates that is outside, if any, as the end of a sentence. */
  Optional<String> problem(List<Anchor> certificates) {
    return certificates.stream().flatMap(this::names).flatMap(n -> problem(n).stream()).findFirst();
  }

  private Stream<GeneralName> names(Anchor certificate) {
    var subject = certificate.certificate().getSubject();
    Stream<GeneralName> subjectName =
        subject.getRDNs().length == 0 ? Stream.empty() : Stream.of(new GeneralName(subject));
    return Stream.concat(subjectName, certificate.extensions().alternativeNames().stream());
  }

  private Optional<String> problem(GeneralName name) {
    List<GeneralSubtree> mayBe = ofSameKind(permitted, name);
    List<GeneralSubtree> mayNotBe = ofSameKind(excluded, name);
    if (mayBe.isEmpty() && mayNotBe.isEmpty()) {
      return Optional.empty();
    }
    return switch (name.getTagNo()) {
      case GeneralName.uniformResourceIdentifier -> uriProblem(text(name), mayBe, mayNotBe);
      case GeneralName.dNSName ->
          problem(text(name), mayBe, mayNotBe, NameConstraintCheck::isInDns);
      default -> Optional.of("constrains a kind of name that can't be judged here");
    };
  }

  private static Optional<String> uriProblem(
      String uri, List<GeneralSubtree> mayBe, List<GeneralSubtree> mayNotBe) {
    try {
      String host = SpiffeId.parse(uri).trustDomain().name();
      return problem(host, mayBe, mayNotBe, NameConstraintCheck::isInHosts);
    } catch (IllegalArgumentException e) {
      return Optional.of("may not vouch for a URI that is no SPIFFE ID");
    }
  }

  private static Optional<String> problem(
      String host, List<GeneralSubtree> mayBe, List<GeneralSubtree> mayNotBe, Membership member) {
    boolean isPermitted =
        mayBe.isEmpty() || mayBe.stream().anyMatch(subtree -> member.isIn(host, base(subtree)));
    boolean isExcluded = mayNotBe.stream().anyMatch(subtree -> member.isIn(host, base(subtree)));
    return isPermitted && !isExcluded
        ? Optional.empty()
        : Optional.of("may not vouch for " + Printable.of(host));
  }

  /** Whether a host is in a subtree. */
  private interface Membership {
    boolean isIn(String host, String base);
  }

  /** A host is only itself, unless the subtree begins with a dot. */
  private static boolean isInHosts(String host, String base) {
    return base.startsWith(".") ? host.endsWith(base) : host.equals(base);
  }

  /** A DNS name includes its subdomains, and the empty one everything. */
  private static boolean isInDns(String host, String base) {
    String name = host.toLowerCase(Locale.ROOT);
    return base.isEmpty()
        || name.equals(base)
        || name.endsWith(base.startsWith(".") ? base : "." + base);
  }

  private static List<GeneralSubtree> ofSameKind(List<GeneralSubtree> subtrees, GeneralName name) {
    return subtrees.stream().filter(s -> s.getBase().getTagNo() == name.getTagNo()).toList();
  }

  private static String base(GeneralSubtree subtree) {
    return text(subtree.getBase()).toLowerCase(Locale.ROOT);
  }

  private static String text(GeneralName name) {
    return ((ASN1String) name.getName()).getString();
  }

  private static List<GeneralSubtree> list(GeneralSubtree[] subtrees) {
    return subtrees == null ? List.of() : Arrays.asList(subtrees);
  }
}
