package dev.rootbridge.sync;

import static dev.rootbridge.sync.Condition.Type.ACCEPTED;

import dev.rootbridge.trust.TrustDomain;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which {@link FederatedTrust} owns a trust domain. A trust domain has one owner, the oldest; the
 * local one can't be federated, since two meshes of one name can't be told apart.
 */
final class DomainAcceptance {

  private static final Comparator<FederatedTrust> OLDEST_FIRST =
      Comparator.comparing(FederatedTrust::created).thenComparing(FederatedTrust::name);

  private final TrustDomain local;
  private final Map<TrustDomain, FederatedTrust> owners = new HashMap<>();

  DomainAcceptance(TrustDomain local, Collection<FederatedTrust> all) {
    this.local = local;
    all.stream()
        .sorted(OLDEST_FIRST)
        .forEach(trust -> owners.putIfAbsent(trust.trustDomain(), trust));
  }

  Condition of(FederatedTrust trust) {
    if (trust.trustDomain().equals(local)) {
      return Condition.fails(
          ACCEPTED,
          "LocalTrustDomain",
          local
              + " is this cluster's own trust domain: two meshes of one name can't be told apart;"
              + " give one of them another trust domain (this restarts that mesh)");
    }
    FederatedTrust owner = owners.get(trust.trustDomain());
    if (!owner.name().equals(trust.name())) {
      return Condition.fails(
          ACCEPTED,
          "TrustDomainTaken",
          "FederatedTrustDomain "
              + owner.name()
              + " already owns "
              + trust.trustDomain()
              + ": delete one of the two");
    }
    return Condition.holds(ACCEPTED, "Accepted", trust.trustDomain() + " is federated");
  }
}
