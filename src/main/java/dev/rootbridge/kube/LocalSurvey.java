package dev.rootbridge.kube;

import dev.rootbridge.explain.LocalFacts;
import dev.rootbridge.explain.MeshReading;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import dev.rootbridge.trust.TrackedAnchor;
import dev.rootbridge.trust.TrustDomain;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out which mesh a cluster has: by what Rootbridge keeps of its roots, which knows those that
 * are retiring too, or, before it has kept any, by the ConfigMap that they are read from.
 */
final class LocalSurvey {

  /** Istio's default. */
  private static final String DEFAULT_TRUST_DOMAIN = "cluster.local";

  private final CallersCluster cluster;
  private final InstalledSettings settings;
  private final String namespace;

  LocalSurvey(CallersCluster cluster, InstalledSettings settings, String namespace) {
    this.cluster = cluster;
    this.settings = settings;
    this.namespace = namespace;
  }

  LocalFacts look(MeshReading mesh) throws ClusterAccessException {
    LocalFacts facts = withoutRoots(mesh);
    List<Anchor> kept = kept();
    return kept.isEmpty()
        ? new LocalFacts(
            facts.trustDomain(),
            source(settings.localRoot()),
            settings.localRoot().describe(),
            facts.assumed())
        : new LocalFacts(
            facts.trustDomain(),
            kept,
            "ConfigMap " + namespace + "/" + LocalAnchors.CONFIG_MAP,
            facts.assumed());
  }

  /** The same, where the rest is worth showing without the roots. */
  LocalFacts withoutRoots(MeshReading mesh) throws ClusterAccessException {
    Optional<String> told =
        settings
            .get("rootbridge.local.trust-domain")
            .or(
                () ->
                    mesh.accepted().stream()
                        .flatMap(config -> config.domains().local().stream())
                        .findFirst());
    return new LocalFacts(
        trustDomain(told.orElse(DEFAULT_TRUST_DOMAIN)),
        List.of(),
        "nowhere",
        told.isPresent() || isIstiodsSeen(mesh) ? Optional.empty() : Optional.of(whyUntold(mesh)));
  }

  /** Only there does no word mean Istio's default; Rootbridge's own says nothing of it. */
  private boolean isIstiodsSeen(MeshReading mesh) {
    return mesh.accepted().stream()
        .anyMatch(config -> !config.name().equals(settings.publishedConfig()));
  }

  private String whyUntold(MeshReading mesh) {
    return mesh.unseen().isEmpty()
        ? "there is no mesh config "
            + mesh.rootNamespace()
            + "/"
            + settings.meshConfigs().stream()
                .filter(name -> !name.equals(settings.publishedConfig()))
                .collect(Collectors.joining(" or "))
            + ", as where istiod has a revision"
        : String.join("; ", mesh.unseen());
  }

  private static TrustDomain trustDomain(String name) throws ClusterAccessException {
    try {
      return new TrustDomain(name);
    } catch (IllegalArgumentException e) {
      throw new ClusterAccessException(
          "the trust domain of the mesh, in Rootbridge's settings or the mesh config, is none: "
              + e.getMessage(),
          e);
    }
  }

  private List<Anchor> kept() throws ClusterAccessException {
    Optional<String> json =
        value(new ConfigMapKey(namespace, LocalAnchors.CONFIG_MAP, KeptRootsReader.KEY));
    if (json.isEmpty()) {
      return List.of();
    }
    try {
      Anchors[] entries =
          cluster.client().getKubernetesSerialization().unmarshal(json.get(), Anchors[].class);
      return StatusAnchors.read(List.of(Objects.requireNonNullElse(entries, new Anchors[0])))
          .anchors()
          .stream()
          .filter(tracked -> tracked.state().isTrusted())
          .map(TrackedAnchor::anchor)
          .toList();
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new ClusterAccessException(
          "ConfigMap "
              + namespace
              + "/"
              + LocalAnchors.CONFIG_MAP
              + " holds something else than roots",
          e);
    }
  }

  private List<Anchor> source(ConfigMapKey root) throws ClusterAccessException {
    String pem =
        value(root)
            .orElseThrow(
                () ->
                    new ClusterAccessException(
                        "this cluster's own roots aren't known: neither "
                            + namespace
                            + "/"
                            + LocalAnchors.CONFIG_MAP
                            + " nor "
                            + root.describe()
                            + " is there; name Rootbridge's namespace by --rootbridge-namespace"));
    if (PemCertificates.parse(pem, PemLimits.DEFAULTS) instanceof PemOutcome.Certificates found) {
      return found.anchors();
    }
    throw new ClusterAccessException(root.describe() + " holds something else than certificates");
  }

  private Optional<String> value(ConfigMapKey at) throws ClusterAccessException {
    ConfigMap found =
        cluster.ask(
            "get ConfigMap " + at.namespace() + "/" + at.name(),
            () ->
                cluster
                    .client()
                    .configMaps()
                    .inNamespace(at.namespace())
                    .withName(at.name())
                    .get());
    return Optional.ofNullable(found).map(ConfigMap::getData).map(data -> data.get(at.key()));
  }
}
