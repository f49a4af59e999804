package dev.rootbridge.kube;

import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshFacts.PeerCheck;
import dev.rootbridge.sync.MeshFacts.SharedMeshConfig;
import dev.rootbridge.sync.ProxyRelease;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Watches istiod's Deployments, one for each revision, for what they are told by environment. */
final class IstiodDeployments implements AutoCloseable {

  private static final String REVISION_LABEL = "istio.io/rev";
  private static final String CONTAINER = "discovery";

  /** What istiod's own parser of truth values takes for true (Go's strconv.ParseBool). */
  private static final Set<String> TRUE = Set.of("1", "t", "true");

  private final WatchedObject<Deployment> watched;
  private final String namespace;

  IstiodDeployments(KubernetesClient client, String namespace, Runnable onChange) {
    this.namespace = namespace;
    this.watched =
        new WatchedObject<>(
            client.apps().deployments().inNamespace(namespace).withLabel("app", "istiod"),
            namespace,
            "istiod",
            onChange);
  }

  boolean hasSynced() {
    return watched.state() != RenewedInformer.State.STARTING;
  }

  IstiodView look() {
    if (watched.state() != RenewedInformer.State.FOLLOWED) {
      return new IstiodView.Unseen(
          "Deployments in " + namespace + " can't be listed: " + watched.problem());
    }
    return new IstiodView.Seen(
        watched.objects().stream()
            .map(IstiodDeployments::read)
            .sorted(Comparator.comparing(Istiod::name))
            .toList());
  }

  private static Istiod read(Deployment deployment) {
    Optional<Container> container =
        deployment.getSpec().getTemplate().getSpec().getContainers().stream()
            .filter(found -> found.getName().equals(CONTAINER))
            .findFirst();
    Map<String, String> labels =
        Objects.requireNonNullElse(deployment.getMetadata().getLabels(), Map.of());
    return new Istiod(
        deployment.getMetadata().getName(),
        labels.getOrDefault(REVISION_LABEL, "default"),
        container.map(IstiodDeployments::sharedMeshConfig).orElseGet(SharedMeshConfig.Unset::new),
        container
                .flatMap(found -> value(found, "PILOT_SKIP_VALIDATE_TRUST_DOMAIN"))
                .filter(value -> TRUE.contains(value.toLowerCase(Locale.ROOT)))
                .isPresent()
            ? PeerCheck.SKIPPED
            : PeerCheck.CHECKED,
        container.map(Container::getImage).flatMap(ProxyRelease::ofImage));
  }

  /** As the kubelet reads it: the last of the name counts, and each before what is in bulk. */
  private static SharedMeshConfig sharedMeshConfig(Container container) {
    Optional<EnvVar> variable = last(container, "SHARED_MESH_CONFIG");
    if (variable.isEmpty()) {
      return Objects.requireNonNullElse(container.getEnvFrom(), List.of()).isEmpty()
          ? new SharedMeshConfig.Unset()
          : new SharedMeshConfig.Elsewhere("envFrom");
    }
    if (variable.get().getValueFrom() != null) {
      return new SharedMeshConfig.Elsewhere("valueFrom");
    }
    String value = Objects.requireNonNullElse(variable.get().getValue(), "");
    return value.isBlank() ? new SharedMeshConfig.Unset() : new SharedMeshConfig.Named(value);
  }

  private static Optional<EnvVar> last(Container container, String name) {
    return Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of()).stream()
        .filter(variable -> variable.getName().equals(name))
        .reduce((first, last) -> last);
  }

  private static Optional<String> value(Container container, String name) {
    return last(container, name).map(EnvVar::getValue);
  }

  @Override
  public void close() {
    watched.close();
  }
}
