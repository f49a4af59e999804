package dev.rootbridge.kube;

import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomainStatus;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Namespaces;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.FederatedTrust;
import dev.rootbridge.sync.SyncPlan;
import dev.rootbridge.sync.SyncPlan.AnchorStatus;
import dev.rootbridge.sync.SyncPlan.Publication;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TrackedAnchor;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The {@code FederatedTrustDomain}s of a cluster, read once.
 *
 * @param domains by name
 * @param unreadable those whose spec or status can't be read, a line each
 */
public record DomainSurvey(List<DomainFacts> domains, List<String> unreadable) {

  private static final int NOT_FOUND = 404;

  public DomainSurvey {
    domains = List.copyOf(domains);
    unreadable = List.copyOf(unreadable);
  }

  /** Asks for all of them. */
  public static DomainSurvey of(CallersCluster cluster) throws ClusterAccessException {
    return of(resources(cluster));
  }

  /** What each of them asks for; none may be missing, since it might be what is written over. */
  static List<FederatedTrust> trusts(CallersCluster cluster) throws ClusterAccessException {
    List<FederatedTrustDomain> resources = resources(cluster);
    DomainSurvey survey = of(resources);
    if (survey.domains().size() < resources.size()) {
      throw new ClusterAccessException(String.join("; ", survey.unreadable()));
    }
    return survey.domains().stream().map(DomainFacts::trust).toList();
  }

  static List<FederatedTrustDomain> resources(CallersCluster cluster)
      throws ClusterAccessException {
    try {
      return cluster.ask(
          "list FederatedTrustDomains",
          () -> cluster.client().resources(FederatedTrustDomain.class).list().getItems());
    } catch (ClusterAccessException e) {
      throw isMissing(e)
          ? new ClusterAccessException(
              "Rootbridge isn't installed in the cluster of context "
                  + cluster.context()
                  + " ("
                  + cluster.server()
                  + "): it has no FederatedTrustDomains (the CRD); install it by helm install"
                  + " rootbridge helm/rootbridge, or kubectl apply -k webhook-config/",
              e)
          : e;
    }
  }

  private static boolean isMissing(ClusterAccessException failure) {
    return failure.getCause() instanceof KubernetesClientException answer
        && answer.getCode() == NOT_FOUND;
  }

  static DomainSurvey of(List<FederatedTrustDomain> resources) {
    List<DomainFacts> domains = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (FederatedTrustDomain resource : resources) {
      try {
        FederatedTrust trust = FederatedTrustReader.read(resource);
        domains.add(facts(trust, resource));
        lostAnchors(resource).ifPresent(unreadable::add);
      } catch (IllegalArgumentException e) {
        unreadable.add(
            "FederatedTrustDomain "
                + resource.getMetadata().getName()
                + " holds what its schema should have refused: "
                + e.getMessage());
      }
    }
    domains.sort(Comparator.comparing(DomainFacts::name));
    return new DomainSurvey(domains, unreadable);
  }

  private static DomainFacts facts(FederatedTrust trust, FederatedTrustDomain resource) {
    FederatedTrustDomainStatus status =
        Objects.requireNonNullElseGet(resource.getStatus(), FederatedTrustDomainStatus::new);
    return new DomainFacts(
        new SyncPlan.Domain(
            trust, anchors(trust, resource), counts(status.getNamespaces()), conditions(status)),
        status.getObservedGeneration() == null
            ? OptionalLong.empty()
            : OptionalLong.of(status.getObservedGeneration()));
  }

  private static List<AnchorStatus> anchors(FederatedTrust trust, FederatedTrustDomain resource) {
    Map<String, Anchors> entries = new HashMap<>();
    entries(resource).forEach(entry -> entries.put(entry.getSha256(), entry));
    return StatusAnchors.read(resource).anchors().stream()
        .map(
            tracked ->
                new AnchorStatus(
                    tracked,
                    publication(trust, tracked, entries.get(tracked.anchor().fingerprint().hex()))))
        .toList();
  }

  /** Only a status of before {@code published} was told leaves it to what is asked for now. */
  private static Publication publication(
      FederatedTrust trust, TrackedAnchor tracked, Anchors entry) {
    if (entry != null && Boolean.TRUE.equals(entry.getConstrained())) {
      return Publication.CONSTRAINED;
    }
    boolean isPublished =
        (entry != null && entry.getPublished() != null)
            ? entry.getPublished()
            : tracked.state().isTrusted() && trust.constraint().mode() == Constraint.Mode.NONE;
    return isPublished ? Publication.UNCONSTRAINED : Publication.NOT_PUBLISHED;
  }

  private static Optional<String> lostAnchors(FederatedTrustDomain resource) {
    int lost = entries(resource).size() - StatusAnchors.read(resource).anchors().size();
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            lost
                + " anchors in the status of FederatedTrustDomain "
                + resource.getMetadata().getName()
                + " can't be read; they aren't shown");
  }

  private static List<Anchors> entries(FederatedTrustDomain resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(FederatedTrustDomainStatus::getAnchors)
        .orElse(List.of());
  }

  private static SyncPlan.Counts counts(Namespaces namespaces) {
    return namespaces == null
        ? new SyncPlan.Counts(0, 0)
        : new SyncPlan.Counts(number(namespaces.getSelected()), number(namespaces.getCurrent()));
  }

  private static int number(Long value) {
    return value == null ? 0 : value.intValue();
  }

  private static List<Condition> conditions(FederatedTrustDomainStatus status) {
    return Objects.requireNonNullElse(status.getConditions(), List.<Conditions>of()).stream()
        .flatMap(DomainSurvey::condition)
        .toList();
  }

  /** A later release may say more than this one knows of. */
  private static Stream<Condition> condition(Conditions entry) {
    return Arrays.stream(Condition.Type.values())
        .filter(type -> type.label().equals(entry.getType()))
        .map(
            type ->
                new Condition(
                    type,
                    Condition.Status.valueOf(entry.getStatus().name()),
                    entry.getReason(),
                    entry.getMessage()));
  }
}
