package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.CALLABLE;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshRevision.Reads;
import dev.rootbridge.trust.TrustDomain;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether calls to a domain's workloads find whom they expect: istiod expects its endpoints'
 * service accounts under the local trust domain and its aliases, unless it reads the remote
 * cluster's own mesh config (release note watch-remote-mesh-config, December 2025).
 */
record MeshOutbound(List<MeshRevision> revisions, IstiodView istiod, MeshDelivery delivery) {

  Condition condition(FederatedTrust trust) {
    TrustDomain domain = trust.trustDomain();
    if (!revisions.isEmpty() && revisions.stream().allMatch(found -> isAlias(domain, found))) {
      return Condition.holds(
          CALLABLE,
          "Alias",
          "as an alias, " + domain + " is expected of endpoints that are called");
    }
    return trust.acceptance() == Acceptance.ALIAS
        ? Condition.unknown(
            CALLABLE,
            "AliasNotInForce",
            "not every istiod is seen to go by the alias that "
                + domain
                + " is to be, see AcceptedByMesh; without it, "
                + dependsOnIstiod())
        : Condition.unknown(
            CALLABLE,
            "DependsOnIstiod",
            dependsOnIstiod() + ", or set meshConfig.acceptance: Alias");
  }

  private boolean isAlias(TrustDomain domain, MeshRevision revision) {
    return revision.aliasedBy(domain.name()).isPresent()
        || (revision.reads() == Reads.OURS && delivery.isAliasInPlace(domain));
  }

  private String dependsOnIstiod() {
    return "calls expect the local trust domain of an endpoint that istiod knows by a remote Secret,"
        + " unless istiod reads that cluster's mesh config ("
        + releases()
        + "; it needs Istio's watch-remote-mesh-config of December 2025, and get, list and watch on"
        + " the mesh config's ConfigMap there, else it takes the local trust domain without a"
        + " word): else name the identities in subjectAltNames of a ServiceEntry or"
        + " DestinationRule";
  }

  private String releases() {
    if (istiod instanceof IstiodView.Unseen) {
      return "istiod's release can't be seen";
    }
    String known =
        ((IstiodView.Seen) istiod)
            .deployments().stream()
                .map(
                    found ->
                        found.name()
                            + " is of release "
                            + found.release().map(ProxyRelease::toString).orElse("unknown"))
                .distinct()
                .collect(Collectors.joining(", "));
    return known.isEmpty() ? "istiod's release is unknown" : known;
  }
}
