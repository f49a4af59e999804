package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.CALLABLE;

import dev.rootbridge.mesh.Acceptance;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import java.util.stream.Collectors;

/**
 * Whether calls to a domain's workloads find whom they expect: istiod expects its endpoints'
 * service accounts under the local trust domain and its aliases, unless it reads the remote
 * cluster's own mesh config (release note watch-remote-mesh-config, December 2025).
 */
final class MeshOutbound {

  private MeshOutbound() {}

  static Condition condition(FederatedTrust trust, MeshFacts facts) {
    String name = trust.trustDomain().name();
    boolean isAlias =
        trust.acceptance() == Acceptance.ALIAS
            || (!facts.configs().isEmpty()
                && facts.configs().stream()
                    .allMatch(config -> config.domains().aliases().contains(name)));
    if (isAlias) {
      return Condition.holds(
          CALLABLE, "Alias", "as an alias, " + name + " is expected of endpoints that are called");
    }
    return Condition.unknown(
        CALLABLE,
        "DependsOnIstiod",
        "calls expect the local trust domain of an endpoint that istiod knows by a remote Secret,"
            + " unless istiod reads that cluster's mesh config ("
            + releases(facts.istiod())
            + "; it needs Istio's watch-remote-mesh-config of December 2025, and get, list and watch on"
            + " the mesh config's ConfigMap there, else it takes the local trust domain without a"
            + " word): else name the identities in subjectAltNames of a ServiceEntry or"
            + " DestinationRule, or set meshConfig.acceptance: Alias");
  }

  private static String releases(IstiodView view) {
    if (view instanceof IstiodView.Unseen) {
      return "istiod's release can't be seen";
    }
    String known =
        ((IstiodView.Seen) view)
            .deployments().stream()
                .map(
                    istiod ->
                        istiod.name()
                            + " is of release "
                            + istiod.release().map(ProxyRelease::toString).orElse("unknown"))
                .distinct()
                .collect(Collectors.joining(", "));
    return known.isEmpty() ? "istiod's release is unknown" : known;
  }
}
