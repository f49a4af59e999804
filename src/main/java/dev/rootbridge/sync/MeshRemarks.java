package dev.rootbridge.sync;

import dev.rootbridge.sync.MeshFacts.PeerCheck;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is said of a mesh config beside whether it lets a domain in: it may let in more than is
 * federated.
 *
 * @param federated all trust domains that are
 */
record MeshRemarks(TrustDomain local, Set<TrustDomain> federated, List<MeshRevision> revisions) {

  /** What else is let in, to be appended to a sentence; empty if nothing is. */
  String more() {
    String aliases = String.join(", ", strangers());
    String unchecked =
        revisions.stream()
            .flatMap(revision -> revision.istiod().stream())
            .filter(istiod -> istiod.checking() == PeerCheck.SKIPPED)
            .map(MeshFacts.Istiod::name)
            .collect(Collectors.joining(", "));
    return (aliases.isEmpty()
            ? ""
            : "; trustDomainAliases in the mesh config name what is not federated: " + aliases)
        + (unchecked.isEmpty()
            ? ""
            : "; PILOT_SKIP_VALIDATE_TRUST_DOMAIN is set in Deployment "
                + unchecked
                + ": proxies accept any identity that chains to a trusted root");
  }

  /** Aliases of the local trust domain that are no federated one. */
  List<String> strangers() {
    return revisions.stream()
        .flatMap(MeshRevision::configs)
        .flatMap(config -> config.domains().aliases().stream())
        .distinct()
        .filter(alias -> !alias.equals(local.name()))
        .filter(alias -> federated.stream().noneMatch(known -> known.name().equals(alias)))
        .sorted()
        .toList();
  }

  /** What it means for policies that a domain is an alias. */
  String aliasMeans(TrustDomain domain) {
    return "AuthorizationPolicies that allow "
        + local
        + "/ns/NAMESPACE/sa/ACCOUNT also match "
        + domain
        + "/ns/NAMESPACE/sa/ACCOUNT";
  }
}
