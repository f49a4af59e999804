package dev.rootbridge.kube;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceReading.Failed;
import dev.rootbridge.sync.SourceReading.Failure;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.Named;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.OfSigner;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.OnlyOneOfSigner;
import dev.rootbridge.sync.TrustSource;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.PemLimits;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows ClusterTrustBundles by a watch, in the version that the cluster serves. When that
 * changes, the watch is begun anew in the other version.
 */
final class ClusterTrustBundleSource implements TrustSource {

  private final KubernetesClient client;
  private final ClusterTrustBundles spec;
  private final TrustBundleApi api;
  private final PemLimits limits;
  private final Runnable onChange;
  private Optional<Watch> watch = Optional.empty();

  private record Watch(
      TrustBundleApi.Answer.Served version, WatchedObject<GenericKubernetesResource> watched) {}

  ClusterTrustBundleSource(
      KubernetesClient client,
      ClusterTrustBundles spec,
      TrustBundleApi api,
      PemLimits limits,
      Runnable onChange) {
    this.client = client;
    this.spec = spec;
    this.api = api;
    this.limits = limits;
    this.onChange = onChange;
  }

  @Override
  public synchronized SourceReading reading() {
    TrustBundleApi.Answer answer = api.answer();
    if (answer instanceof TrustBundleApi.Answer.NotAsked) {
      return new Failed(Failure.NOT_YET_READ, spec.describe() + " has not been read yet");
    }
    if (answer instanceof TrustBundleApi.Answer.Unknown unknown) {
      // Nobody knows for how long: other domains aren't to wait for this one.
      return new Failed(
          Failure.UNREACHABLE,
          spec.describe()
              + ": whether the cluster serves any can't be asked: "
              + unknown.problem());
    }
    if (answer instanceof TrustBundleApi.Answer.Served served) {
      WatchedObject<GenericKubernetesResource> watched = watchIn(served);
      return switch (watched.state()) {
        case STARTING ->
            new Failed(Failure.NOT_YET_READ, spec.describe() + " has not been read yet");
        case LOST -> watched.failed(spec.describe());
        case FOLLOWED -> read(selected(watched.objects()));
      };
    }
    close();
    return new Failed(
        Failure.NOT_SERVED,
        spec.describe()
            + ": this cluster serves no ClusterTrustBundles (certificates.k8s.io v1 or v1beta1);"
            + " use another source, or turn them on at its API server");
  }

  private WatchedObject<GenericKubernetesResource> watchIn(TrustBundleApi.Answer.Served version) {
    if (watch.filter(present -> present.version().equals(version)).isEmpty()) {
      close();
      watch = Optional.of(new Watch(version, open(version.context())));
    }
    return watch.orElseThrow().watched();
  }

  private WatchedObject<GenericKubernetesResource> open(ResourceDefinitionContext context) {
    var all = client.genericKubernetesResources(context);
    if (spec instanceof Named named) {
      return new WatchedObject<>(all.withName(named.name()), "", named.name(), onChange);
    }
    String signer =
        spec instanceof OnlyOneOfSigner only ? only.signerName() : ((OfSigner) spec).signerName();
    Informable<GenericKubernetesResource> ofSigner = all.withField("spec.signerName", signer);
    return WatchedObject.ofList(ofSigner, onChange);
  }

  private List<GenericKubernetesResource> selected(List<GenericKubernetesResource> bundles) {
    return bundles.stream()
        .filter(this::isSelected)
        .sorted(Comparator.comparing(bundle -> bundle.getMetadata().getName()))
        .toList();
  }

  private boolean isSelected(GenericKubernetesResource bundle) {
    return !(spec instanceof OfSigner signer)
        || signer
            .labels()
            .matches(Objects.requireNonNullElse(bundle.getMetadata().getLabels(), Map.of()));
  }

  private SourceReading read(List<GenericKubernetesResource> bundles) {
    if (bundles.isEmpty()) {
      return new Failed(Failure.NOT_FOUND, spec.describe() + ": there is none");
    }
    if (bundles.size() > 1 && spec instanceof OnlyOneOfSigner only) {
      String names =
          bundles.stream()
              .map(bundle -> bundle.getMetadata().getName())
              .collect(Collectors.joining(", "));
      return new Failed(
          Failure.AMBIGUOUS,
          spec.describe() + ": there are several, " + names + ": " + only.remedy());
    }
    // Two bundles of one signer may share a root, as while it rotates.
    Set<Anchor> anchors = new LinkedHashSet<>();
    for (GenericKubernetesResource bundle : bundles) {
      String pem = Objects.requireNonNullElse(bundle.<String>get("spec", "trustBundle"), "");
      SourceReading reading =
          PemReading.of(pem, limits, "ClusterTrustBundle " + bundle.getMetadata().getName());
      if (!(reading instanceof Read read)) {
        return reading;
      }
      anchors.addAll(read.anchors());
    }
    return new Read(List.copyOf(anchors));
  }

  @Override
  public synchronized void close() {
    watch.ifPresent(present -> present.watched().close());
    watch = Optional.empty();
  }
}
