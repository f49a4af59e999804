package dev.rootbridge.kube;

import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.trust.Fingerprint;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** One {@code FederatedTrustDomain} that a person is about to change, as it was seen. */
public final class DomainEditor {

  /** As many as client-go's {@code retry.DefaultRetry} makes. */
  private static final int ATTEMPTS = 5;

  private final CallersCluster cluster;
  private final FederatedTrustDomain resource;
  private final DomainFacts facts;

  /** A list in {@code spec.rotation}. */
  public enum RotationList {
    DISTRUST("distrust"),
    APPROVED("approved");

    private final String field;

    RotationList(String field) {
      this.field = field;
    }
  }

  /** Whether a change is kept. */
  public enum Effect {
    KEPT,
    /** The API server checks it and throws it away. */
    DRY_RUN
  }

  private DomainEditor(CallersCluster cluster, FederatedTrustDomain resource, DomainFacts facts) {
    this.cluster = cluster;
    this.resource = resource;
    this.facts = facts;
  }

  /** What is done with a domain, decided from what it is then. */
  @FunctionalInterface
  public interface Edit<T> {
    T apply(DomainEditor domain) throws ClusterAccessException;
  }

  /**
   * Finds a domain and edits it. The sync loop writes its status at any time: then it is looked at
   * anew and the edit decides anew, so nothing is written that doesn't follow from what is there.
   *
   * @param name the resource's, or its trust domain
   * @throws ClusterAccessException if there is none of this name, the cluster gives no answer, or
   *     the resource never stays as it was seen
   */
  public static <T> T edit(CallersCluster cluster, String name, Edit<T> edit)
      throws ClusterAccessException {
    for (int attempt = 1; ; attempt++) {
      try {
        return edit.apply(open(cluster, name));
      } catch (ClusterAccessException e) {
        if (!isConflict(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new ClusterAccessException(
              "FederatedTrustDomain "
                  + name
                  + " has changed since it was looked at, "
                  + ATTEMPTS
                  + " times, so nothing was written: run it again",
              e);
        }
      }
    }
  }

  private static DomainEditor open(CallersCluster cluster, String name)
      throws ClusterAccessException {
    List<FederatedTrustDomain> named =
        DomainSurvey.resources(cluster).stream()
            .filter(
                found ->
                    found.getMetadata().getName().equals(name)
                        || found.getSpec().getTrustDomain().equals(name))
            .toList();
    if (named.size() != 1) {
      throw new ClusterAccessException(
          named.isEmpty()
              ? "there is no FederatedTrustDomain "
                  + name
                  + " in the cluster of context "
                  + cluster.context()
                  + ": see kubectl get ftd"
              : "several FederatedTrustDomains are for " + name + ": name one by its own name");
    }
    DomainSurvey survey = DomainSurvey.of(named);
    if (survey.domains().isEmpty()) {
      throw new ClusterAccessException(String.join("; ", survey.unreadable()));
    }
    return new DomainEditor(cluster, named.get(0), survey.domains().get(0));
  }

  public DomainFacts facts() {
    return facts;
  }

  /** Replaces a list, if nobody has changed the resource since it was seen. */
  public void set(RotationList list, SortedSet<Fingerprint> fingerprints, Effect effect)
      throws ClusterAccessException {
    String name = resource.getMetadata().getName();
    String patch =
        Serialization.asJson(
            Map.of(
                "metadata",
                Map.of("resourceVersion", resource.getMetadata().getResourceVersion()),
                "spec",
                Map.of(
                    "rotation",
                    Map.of(list.field, fingerprints.stream().map(Fingerprint::hex).toList()))));
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withDryRun(effect == Effect.DRY_RUN ? List.of("All") : List.of())
            .build();
    cluster.ask(
        "patch FederatedTrustDomain " + name,
        () ->
            cluster
                .client()
                .resources(FederatedTrustDomain.class)
                .withName(name)
                .patch(context, patch));
  }

  private static boolean isConflict(ClusterAccessException failure) {
    return failure.getCause() instanceof KubernetesClientException answer
        && answer.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }
}
