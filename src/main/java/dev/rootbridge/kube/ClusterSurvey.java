package dev.rootbridge.kube;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.ClusterFacts.Lease;
import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.Trial;
import dev.rootbridge.explain.View;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that {@code doctor} judges a cluster by, read once.
 *
 * @param remarks what couldn't be seen and isn't in the facts themselves, a line each
 * @param unknown a line for each other cluster that was asked for and isn't there
 */
public record ClusterSurvey(ClusterFacts facts, List<String> remarks, List<String> unknown) {

  /** As the manifests and the chart name the Lease and the Service. */
  private static final String NAME = "rootbridge";

  public ClusterSurvey {
    remarks = List.copyOf(remarks);
    unknown = List.copyOf(unknown);
  }

  /**
   * Asks for all of it.
   *
   * @param installed the namespace that Rootbridge runs in
   * @param wanted the other clusters to open, by name; none: all there are
   */
  public static ClusterSurvey of(
      CallersCluster cluster, String installed, Set<String> wanted, Instant now)
      throws ClusterAccessException {
    TrustSurvey trust = TrustSurvey.of(cluster, installed);
    View<List<WebhookFacts>> webhooks = WebhookSurvey.of(cluster);
    InstalledSettings settings = InstalledSettings.of(cluster, installed);
    RemoteSurvey remotes = RemoteSurvey.of(cluster, trust.facts().domains(), settings, wanted);
    return new ClusterSurvey(
        new ClusterFacts(
            trust.facts(),
            webhooks,
            new PodTrial(cluster).in(Trial.places(trust.facts(), webhooks)),
            writer(cluster, installed),
            ServingSurvey.of(cluster, installed, settings),
            crls(cluster, trust.facts().mesh().rootNamespace()),
            PolicySurvey.policies(cluster),
            PeerSurvey.of(cluster),
            remotes.remotes(),
            now),
        trust.remarks(),
        remotes.unknown());
  }

  private static View<Optional<Lease>> writer(CallersCluster cluster, String installed) {
    return cluster.look(
        "get Lease " + installed + "/" + NAME,
        () ->
            Optional.ofNullable(
                    cluster.client().leases().inNamespace(installed).withName(NAME).get())
                .map(found -> found.getSpec())
                .flatMap(ClusterSurvey::lease));
  }

  /** A replica that ends gives it up, and leaves no holder. */
  private static Optional<Lease> lease(LeaseSpec spec) {
    return spec.getHolderIdentity() == null
            || spec.getHolderIdentity().isEmpty()
            || spec.getRenewTime() == null
            || spec.getLeaseDurationSeconds() == null
        ? Optional.empty()
        : Optional.of(
            new Lease(
                spec.getHolderIdentity(),
                spec.getRenewTime().toInstant().plusSeconds(spec.getLeaseDurationSeconds())));
  }

  private static View<List<String>> crls(CallersCluster cluster, String rootNamespace) {
    String where = "ConfigMap " + rootNamespace + "/istio-ca-crl";
    return cluster
        .look(
            "get " + where,
            () ->
                Optional.ofNullable(
                    cluster
                        .client()
                        .configMaps()
                        .inNamespace(rootNamespace)
                        .withName("istio-ca-crl")
                        .get()))
        .map(
            found ->
                found
                    .map(ConfigMap::getData)
                    .map((Map<String, String> data) -> data.get("ca-crl.pem"))
                    .filter(text -> !text.isBlank())
                    .map(text -> List.of(where))
                    .orElse(List.of()));
  }
}
