package dev.rootbridge.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.ScopeSelection;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.ProxyRelease;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes from a pod what a plan needs. There may be ten thousand, so texts that many of them share
 * are kept once.
 */
final class PodFacts {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private final KubernetesSerialization serialization;

  PodFacts(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** Empty for a pod without a proxy, and for one that has ended. */
  Optional<World.Pod> of(Pod pod) {
    Optional<Container> proxy = proxy(pod);
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    if (proxy.isEmpty() || hasEnded(pod)) {
      return Optional.empty();
    }
    PodTrust trust = trust(pod);
    ObjectMeta metadata = pod.getMetadata();
    return trust instanceof PodTrust.NoProxy
        ? Optional.empty()
        : Optional.of(
            new World.Pod(
                metadata.getName(),
                owner(metadata),
                metadata.getDeletionTimestamp() == null
                    ? World.Phase.ACTIVE
                    : World.Phase.TERMINATING,
                value(metadata.getAnnotations(), InjectionContract.TRUST_DOMAINS_ANNOTATION)
                    .map(PodFacts::keptWish),
                trust,
                started(status),
                Optional.ofNullable(proxy.get().getImage()).flatMap(ProxyRelease::ofImage)));
  }

  /** It stays for days, and nothing of it runs. */
  static boolean hasEnded(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .map(PodStatus::getPhase)
        .filter(ENDED::contains)
        .isPresent();
  }

  /** Cheaper than looking at the whole: most pods of a cluster may have none. */
  private static Optional<Container> proxy(Pod pod) {
    return Stream.concat(
            pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
        .filter(container -> container.getName().equals(InjectionContract.PROXY_CONTAINER))
        .findFirst();
  }

  private PodTrust trust(Pod pod) {
    PodTrust trust = PodTrust.of(serialization.convertValue(decisive(pod), JsonNode.class));
    return trust instanceof PodTrust.Patched patched
        ? new PodTrust.Patched(patched.configMap().intern())
        : trust;
  }

  /** Half of a pod is its status and who has written which field. */
  private static Pod decisive(Pod pod) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setLabels(pod.getMetadata().getLabels());
    metadata.setAnnotations(pod.getMetadata().getAnnotations());
    Pod decisive = new Pod();
    decisive.setMetadata(metadata);
    decisive.setSpec(pod.getSpec());
    return decisive;
  }

  private static PodOwner owner(ObjectMeta metadata) {
    return metadata.getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .findFirst()
        .flatMap(PodFacts::named)
        .map(owner -> whatPeopleKnow(owner, metadata))
        .orElseGet(() -> PodOwner.none(metadata.getName()));
  }

  private static Optional<PodOwner> named(OwnerReference controller) {
    return PodOwner.named(controller.getApiVersion(), controller.getKind(), controller.getName());
  }

  /** A Deployment's pods are owned by its ReplicaSet, whose name ends in the template's hash. */
  private static PodOwner whatPeopleKnow(PodOwner owner, ObjectMeta metadata) {
    String name = owner.name();
    String suffix = "-" + value(metadata.getLabels(), TEMPLATE_HASH).orElse("");
    return owner.kind().equals("ReplicaSet") && suffix.length() > 1 && name.endsWith(suffix)
        ? new PodOwner("Deployment", name.substring(0, name.length() - suffix.length()).intern())
        : new PodOwner(owner.kind().intern(), name.intern());
  }

  /** One that waits to start will read what is there by then. */
  private static Optional<Instant> started(PodStatus status) {
    Optional<ContainerStatus> proxy =
        Stream.concat(
                status.getContainerStatuses().stream(), status.getInitContainerStatuses().stream())
            .filter(container -> container.getName().equals(InjectionContract.PROXY_CONTAINER))
            .findFirst();
    Optional<String> time =
        proxy.isPresent()
            ? proxy
                .map(ContainerStatus::getState)
                .map(state -> state.getRunning())
                .map(running -> running.getStartedAt())
            : Optional.ofNullable(status.getStartTime())
                .filter(start -> "Running".equals(status.getPhase()));
    return time.map(Instant::parse);
  }

  /** Of one that is too long, it is enough to keep that it is. */
  static String keptWish(String annotation) {
    int longest = ScopeSelection.MAX_ANNOTATION_LENGTH + 1;
    return (annotation.length() > longest ? annotation.substring(0, longest) : annotation).intern();
  }

  private static Optional<String> value(Map<String, String> map, String key) {
    return Optional.ofNullable(map).map(values -> values.get(key));
  }
}
