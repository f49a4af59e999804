package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Namespaces;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SyncPlan;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes what a plan says of a domain into the status of its resource, when it changed. */
final class StatusWriter {

  private final KubernetesClient client;

  /** By uid. */
  private final Map<String, LastWrite<FederatedTrustDomainStatus>> written = new HashMap<>();

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Says that the resource can't be read at all; its anchors stay as they are. */
  void writeInvalid(FederatedTrustDomain resource, String problem, Instant now) {
    Condition accepted =
        new Condition(Condition.Type.ACCEPTED, Condition.Status.FALSE, "Invalid", problem);
    FederatedTrustDomainStatus before = before(resource);
    FederatedTrustDomainStatus status = new FederatedTrustDomainStatus();
    status.setObservedGeneration(resource.getMetadata().getGeneration());
    status.setAnchors(before.getAnchors());
    status.setBundleEndpoint(before.getBundleEndpoint());
    status.setConditions(conditions(List.of(accepted), resource, before, now));
    write(resource, before, status);
  }

  /**
   * Writes it, if it isn't so already.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses; with
   *     409 if the resource is no longer the one that was seen
   */
  void write(
      FederatedTrustDomain resource, SyncPlan.Domain domain, SourceReading reading, Instant now) {
    FederatedTrustDomainStatus before = before(resource);
    FederatedTrustDomainStatus status = new FederatedTrustDomainStatus();
    status.setObservedGeneration(domain.trust().generation());
    status.setAnchors(
        StatusAnchors.of(
            domain.anchors(), Objects.requireNonNullElse(before.getAnchors(), List.of())));
    status.setBundleEndpoint(
        EndpointSequence.keep(domain.trust().source(), reading, before.getBundleEndpoint()));
    Namespaces namespaces = new Namespaces();
    namespaces.setSelected((long) domain.namespaces().selected());
    namespaces.setCurrent((long) domain.namespaces().current());
    status.setNamespaces(namespaces);
    status.setConditions(conditions(domain.conditions(), resource, before, now));
    write(resource, before, status);
  }

  /** Forgets the resources that are gone. */
  void retain(Set<String> uids) {
    written.keySet().retainAll(uids);
  }

  /** Forgets what was written, since another replica may have written over it. */
  void forget() {
    written.clear();
  }

  private Optional<LastWrite<FederatedTrustDomainStatus>> last(FederatedTrustDomain resource) {
    Optional<String> seen = Optional.of(resource.getMetadata().getResourceVersion());
    return Optional.ofNullable(written.get(resource.getMetadata().getUid()))
        .filter(last -> last.isAheadOf(seen));
  }

  private FederatedTrustDomainStatus before(FederatedTrustDomain resource) {
    return last(resource)
        .map(LastWrite::value)
        .or(() -> Optional.ofNullable(resource.getStatus()))
        .orElseGet(FederatedTrustDomainStatus::new);
  }

  private static List<Conditions> conditions(
      List<Condition> conditions,
      FederatedTrustDomain resource,
      FederatedTrustDomainStatus before,
      Instant now) {
    return conditions.stream()
        .map(
            condition -> {
              Conditions entry = new Conditions();
              entry.setType(condition.type().label());
              entry.setStatus(Conditions.Status.valueOf(condition.status().name()));
              entry.setReason(condition.reason());
              entry.setMessage(condition.message());
              entry.setObservedGeneration(resource.getMetadata().getGeneration());
              entry.setLastTransitionTime(
                  earlier(entry, before)
                      .map(Conditions::getLastTransitionTime)
                      .orElseGet(() -> StatusAnchors.time(now)));
              return entry;
            })
        .toList();
  }

  private static Optional<Conditions> earlier(Conditions entry, FederatedTrustDomainStatus before) {
    return Optional.ofNullable(before.getConditions()).stream()
        .flatMap(List::stream)
        .filter(old -> old.getType().equals(entry.getType()))
        .filter(old -> old.getStatus() == entry.getStatus())
        .findFirst();
  }

  private void write(
      FederatedTrustDomain resource,
      FederatedTrustDomainStatus before,
      FederatedTrustDomainStatus status) {
    if (tree(before).equals(tree(status))) {
      return;
    }
    String seen = resource.getMetadata().getResourceVersion();
    Optional<LastWrite<FederatedTrustDomainStatus>> last = last(resource);
    FederatedTrustDomain patch = new FederatedTrustDomain();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            // What another has written since is not to be written over.
            .withResourceVersion(last.map(LastWrite::version).orElse(seen))
            .build());
    patch.setStatus(status);
    FederatedTrustDomain now =
        client
            .resources(FederatedTrustDomain.class)
            .withName(resource.getMetadata().getName())
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(TargetConfigMaps.FIELD_MANAGER)
                    .withForce(true)
                    .build(),
                patch);
    written.put(
        resource.getMetadata().getUid(),
        LastWrite.of(last, Optional.of(seen), now.getMetadata().getResourceVersion(), status));
    StatusLog.tell(resource, before, status);
  }

  private JsonNode tree(FederatedTrustDomainStatus status) {
    return client.getKubernetesSerialization().convertValue(status, JsonNode.class);
  }
}
