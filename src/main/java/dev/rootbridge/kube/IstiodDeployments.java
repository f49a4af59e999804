package dev.rootbridge.kube;

import dev.rootbridge.sync.MeshFacts.Istiod;
import dev.rootbridge.sync.MeshFacts.IstiodView;
import dev.rootbridge.sync.MeshFacts.PeerCheck;
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
        container.flatMap(found -> variable(found, "SHARED_MESH_CONFIG")),
        container
                .flatMap(found -> variable(found, "PILOT_SKIP_VALIDATE_TRUST_DOMAIN"))
                .filter(value -> TRUE.contains(value.toLowerCase(Locale.ROOT)))
                .isPresent()
            ? PeerCheck.SKIPPED
            : PeerCheck.CHECKED,
        container.map(Container::getImage).flatMap(ProxyRelease::ofImage));
  }

  private static Optional<String> variable(Container container, String name) {
    return Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of()).stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .filter(value -> value != null && !value.isBlank())
        .reduce((first, last) -> last);
  }

  @Override
  public void close() {
    watched.close();
  }
}
