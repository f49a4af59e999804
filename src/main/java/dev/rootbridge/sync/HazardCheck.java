package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.CONSTRAINED;
import static dev.rootbridge.sync.Condition.Type.PUBLISHED;

import dev.rootbridge.mesh.MeshTrust;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which federated trust domains can't be published for what lies beside the bundles. */
final class HazardCheck {

  private final Hazards hazards;

  HazardCheck(Hazards hazards) {
    this.hazards = hazards;
  }

  /**
   * Why nothing of the domain may be published, if so.
   *
   * @param roots those of the domain that belong in bundles: one that is refused or waits is of no
   *     one's bundle, and whoever feeds the source could name any CA's by it
   */
  Optional<Condition> refusal(FederatedTrust trust, List<Anchor> roots) {
    Optional<String> crl = hazards.crls().stream().findFirst();
    if (crl.isPresent()) {
      return Optional.of(Condition.fails(PUBLISHED, "LocalCrlInUse", crlInUse(crl.get(), trust)));
    }
    return meshWideRoot(trust, roots)
        .map(message -> Condition.fails(PUBLISHED, "MeshWideRoot", message));
  }

  /** How the domain's CA is bound, with what may undo it. */
  Condition constrained(FederatedTrust trust, List<Anchor> roots) {
    Optional<String> voided = meshWideRoot(trust, roots);
    if (voided.isPresent()) {
      return Condition.fails(CONSTRAINED, "MeshWideRoot", voided.get());
    }
    Condition condition = DomainConditions.constrained(trust);
    return isConstrained(trust) && !hazards.unseen().isEmpty()
        ? Condition.unknown(
            CONSTRAINED,
            "HazardsUnseen",
            condition.message() + ", as far as can be seen: " + String.join("; ", hazards.unseen()))
        : condition;
  }

  private static boolean isConstrained(FederatedTrust trust) {
    return trust.constraint().mode() == Constraint.Mode.TRUST_DOMAIN;
  }

  /**
   * However the roots are published: proxies then know of no chain of theirs that isn't revoked.
   */
  private static String crlInUse(String where, FederatedTrust trust) {
    return where
        + ", holds a certificate revocation list: proxies that have one want one for every CA, and"
        + " would refuse every workload of "
        + trust.trustDomain()
        + "; federate without: take ca-crl.pem out of istiod's Secret cacerts";
  }

  private Optional<String> meshWideRoot(FederatedTrust trust, List<Anchor> roots) {
    return isConstrained(trust)
        ? hazards.meshConfigs().stream()
            .flatMap(
                config ->
                    Stream.concat(
                        config.trust().roots().stream()
                            .filter(root -> roots.stream().anyMatch(root.anchor()::isOfCa))
                            .map(root -> pooled(config, root, trust)),
                        config.trust().endpoints().stream()
                            .filter(
                                endpoint ->
                                    endpoint.trustDomains().contains(trust.trustDomain().name()))
                            .map(endpoint -> fetched(config, endpoint, trust))))
            .findFirst()
        : Optional.empty();
  }

  private static String pooled(
      Hazards.MeshConfig config, MeshTrust.Root root, FederatedTrust trust) {
    return config.where()
        + ": "
        + root.field()
        + " gives every proxy an unconstrained certificate of the CA of "
        + trust.trustDomain()
        + ", "
        + root.anchor()
        + remedy("take the certificate out there (its trustDomains may stay)");
  }

  private static String fetched(
      Hazards.MeshConfig config, MeshTrust.Endpoint endpoint, FederatedTrust trust) {
    return config.where()
        + ": "
        + endpoint.field()
        + " makes istiod give every proxy the unconstrained roots of "
        + trust.trustDomain()
        + remedy("take the URL out there (its trustDomains may stay)");
  }

  private static String remedy(String first) {
    return ", so that it could vouch for any identity: "
        + first
        + ", or accept that with constraint.mode: None";
  }
}
