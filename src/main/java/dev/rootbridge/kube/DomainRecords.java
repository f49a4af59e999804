package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.World;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.RotationHistory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of federated trust domains from the plans before: by memory, else by their
 * statuses.
 *
 * @param led the last plan, if this replica has been the one that writes ever since
 * @param unwritten by uid, why statuses couldn't be written
 */
record DomainRecords(Optional<SyncPlan> led, Map<String, String> unwritten) {

  /** What a plan knows nothing of may be recorded all the same, though it can't be read. */
  RotationHistory before(FederatedTrust trust, FederatedTrustDomain resource) {
    return planned(trust)
        .map(SyncPlan.Domain::tracked)
        .filter(tracked -> !tracked.isEmpty())
        .map(RotationHistory::of)
        .orElseGet(() -> StatusAnchors.read(resource));
  }

  /** Fingerprints of the public keys that were in bundles as the domain's. */
  Set<Fingerprint> published(FederatedTrust trust, FederatedTrustDomain resource) {
    return planned(trust)
        .map(SyncPlan.Domain::publishedKeys)
        .orElseGet(() -> StatusAnchors.publishedKeys(resource));
  }

  Optional<World.Unrecorded> unrecorded(FederatedTrust trust, FederatedTrustDomain resource) {
    return Optional.ofNullable(unwritten.get(trust.uid()))
        .map(
            problem ->
                new World.Unrecorded(
                    StatusAnchors.read(resource).anchors().stream()
                        .map(tracked -> tracked.anchor().fingerprint())
                        .collect(Collectors.toSet()),
                    problem));
  }

  private Optional<SyncPlan.Domain> planned(FederatedTrust trust) {
    return led.stream()
        .flatMap(plan -> plan.domains().stream())
        .filter(domain -> domain.trust().uid().equals(trust.uid()))
        .findFirst();
  }
}
