package dev.rootbridge.trust;

import dev.rootbridge.trust.ConstrainOutcome.NotConstrainable;
import dev.rootbridge.trust.ConstrainOutcome.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * The name constraints of a constrained anchor: the root's own, with the URI part narrowed to one
 * host. Constraints on other kinds of names stay as they are.
 */
sealed interface NarrowedConstraints {

  record Narrowed(NameConstraints constraints) implements NarrowedConstraints {}

  record Refused(NotConstrainable outcome) implements NarrowedConstraints {}

  /** A host, or a dot and what all its subdomains end with (RFC 5280, section 4.2.1.10). */
  Pattern HOST_OR_SUBDOMAINS = Pattern.compile("\\.?[a-z0-9-]+(\\.[a-z0-9-]+)*");

  static NarrowedConstraints narrow(Anchor root, TrustDomain domain, Constraint.Dns dns) {
    Optional<NameConstraints> own = root.extensions().nameConstraints();
    List<GeneralSubtree> permitted = own.map(c -> list(c.getPermittedSubtrees())).orElse(List.of());
    List<GeneralSubtree> excluded = own.map(c -> list(c.getExcludedSubtrees())).orElse(List.of());

    List<GeneralSubtree> permittedUris =
        permitted.stream().filter(NarrowedConstraints::isUri).toList();
    List<GeneralSubtree> excludedUris =
        excluded.stream().filter(NarrowedConstraints::isUri).toList();
    if (!permittedUris.stream().allMatch(NarrowedConstraints::isClear)
        || !excludedUris.stream().allMatch(NarrowedConstraints::isClear)) {
      return refuse(
          Reason.UNCLEAR_NAME_CONSTRAINTS,
          "its own name constraints on URIs are malformed: reissue it without them");
    }
    if ((!permittedUris.isEmpty() && permittedUris.stream().noneMatch(s -> covers(s, domain)))
        || excludedUris.stream().anyMatch(s -> covers(s, domain))) {
      return refuse(
          Reason.EXCLUDED_BY_ITSELF,
          "its own name constraints leave out %s: it can't be a CA of that trust domain"
              .formatted(domain));
    }

    List<GeneralSubtree> newPermitted = new ArrayList<>(withoutUris(permitted));
    newPermitted.add(subtree(GeneralName.uniformResourceIdentifier, domain.name()));
    // One permitted host leaves nothing for an excluded URI to take away, and older BoringSSL can
    // be walked around such an exclusion.
    List<GeneralSubtree> newExcluded = new ArrayList<>(withoutUris(excluded));
    GeneralSubtree allDns = subtree(GeneralName.dNSName, "");
    if (dns == Constraint.Dns.FORBID && !newExcluded.contains(allDns)) {
      newExcluded.add(allDns);
    }
    return new Narrowed(
        new NameConstraints(
            newPermitted.toArray(GeneralSubtree[]::new),
            newExcluded.isEmpty() ? null : newExcluded.toArray(GeneralSubtree[]::new)));
  }

  static List<String> uriBases(GeneralSubtree[] subtrees) {
    return list(subtrees).stream()
        .filter(NarrowedConstraints::isUri)
        .map(NarrowedConstraints::base)
        .toList();
  }

  private static List<GeneralSubtree> list(GeneralSubtree[] subtrees) {
    return subtrees == null ? List.of() : Arrays.asList(subtrees);
  }

  private static List<GeneralSubtree> withoutUris(List<GeneralSubtree> subtrees) {
    return subtrees.stream().filter(s -> !isUri(s)).toList();
  }

  private static boolean isUri(GeneralSubtree subtree) {
    return subtree.getBase().getTagNo() == GeneralName.uniformResourceIdentifier;
  }

  private static boolean isClear(GeneralSubtree subtree) {
    return HOST_OR_SUBDOMAINS.matcher(base(subtree)).matches()
        && subtree.getMinimum().equals(BigInteger.ZERO)
        && subtree.getMaximum() == null;
  }

  private static boolean covers(GeneralSubtree subtree, TrustDomain domain) {
    String base = base(subtree);
    return base.startsWith(".") ? domain.name().endsWith(base) : domain.name().equals(base);
  }

  private static String base(GeneralSubtree subtree) {
    return ((ASN1String) subtree.getBase().getName()).getString().toLowerCase(Locale.ROOT);
  }

  private static GeneralSubtree subtree(int tag, String name) {
    return new GeneralSubtree(new GeneralName(tag, name));
  }

  private static Refused refuse(Reason reason, String message) {
    return new Refused(new NotConstrainable(reason, message));
  }
}
