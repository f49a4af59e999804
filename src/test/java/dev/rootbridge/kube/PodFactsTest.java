package dev.rootbridge.kube;

import static dev.rootbridge.kube.LiveNamespace.ofRelease;
import static dev.rootbridge.kube.LiveNamespace.ownedBy;
import static dev.rootbridge.kube.LiveNamespace.wishing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.sync.PodOwner;
import dev.rootbridge.sync.ProxyRelease;
import dev.rootbridge.sync.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a pod. */
class PodFactsTest {

  private static final PodFacts FACTS = new PodFacts(new KubernetesSerialization());
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-01T12:00:07Z");
  private static final Pod POD = new LiveNamespace(null, "shop").sidecar("web-1");

  @Test
  void whatAPlanNeedsIsKept() {
    Pod pod =
        ownedBy(wishing(ofRelease(POD, "1.29.4"), "b.example"), "ReplicaSet", "web-6d5f8c7b9");

    assertThat(FACTS.of(pod))
        .contains(
            new World.Pod(
                "web-1",
                new PodOwner("Deployment", "web"),
                World.Phase.ACTIVE,
                Optional.of("b.example"),
                new PodTrust.Unpatched(Optional.empty()),
                Optional.empty(),
                ProxyRelease.ofImage("proxyv2:1.29.4")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void nothingIsKeptOfAPodThatHasEnded(String phase) {
    assertThat(FACTS.of(withStatus(phase))).isEmpty();
  }

  @Test
  void nothingIsKeptOfAPodWithoutAProxy() {
    assertThat(FACTS.of(withProxy(proxy -> new ContainerBuilder(proxy).withName("app2").build())))
        .isEmpty();
  }

  @Test
  void aContainerOfThatNameWhichEndsIsNoProxy() {
    Pod pod = withProxy(proxy -> new ContainerBuilder(proxy).withName("app2").build());
    pod.getSpec().getInitContainers().get(0).setName("istio-proxy");

    assertThat(FACTS.of(pod)).isEmpty();
  }

  @Test
  void aPodThatIsBeingDeletedIsOnItsWay() {
    Pod pod =
        new PodBuilder(POD)
            .editMetadata()
            .withDeletionTimestamp(START.toString())
            .endMetadata()
            .build();

    assertThat(fact(pod).phase()).isEqualTo(World.Phase.TERMINATING);
  }

  @Test
  void theOwnerIsWhatPeopleKnow() {
    assertThat(fact(POD).owner()).isEqualTo(PodOwner.none("web-1"));
    assertThat(fact(ownedBy(POD, "StatefulSet", "db")).owner())
        .isEqualTo(new PodOwner("StatefulSet", "db"));
    assertThat(fact(ownedBy(POD, "Job", "daily-6d5f8c7b9")).owner())
        .isEqualTo(new PodOwner("Job", "daily-6d5f8c7b9"));
    assertThat(fact(ownedBy(POD, "ReplicaSet", "of-something-else")).owner())
        .as("no Deployment made it")
        .isEqualTo(new PodOwner("ReplicaSet", "of-something-else"));
  }

  @Test
  void anOwnerOfAnotherApiIsNotTakenForOneOfKubernetes() {
    assertThat(fact(controlled("argoproj.io/v1alpha1", "Rollout", "web")).owner())
        .isEqualTo(new PodOwner("Rollout.argoproj.io", "web"));
    World.Pod fake = fact(controlled("x.example/v1", "Deployment", "web"));
    assertThat(fake.owner().restart("shop", fake.name()))
        .isEqualTo("kubectl -n shop delete pod web-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/v1         | Deployment | web; touch x #",
        "apps/v1         | Deployment | $(touch x)",
        "apps/v1         | Deployment | Web",
        "apps/v1         | Deployment | web/../x",
        "apps/v1         | A; touch x | web",
        "x;touch x/v1    | Deployment | web",
      })
  void whatNoObjectIsCalledIsNoOwner(String apiVersion, String kind, String name) {
    assertThat(fact(controlled(apiVersion, kind, name)).owner()).isEqualTo(PodOwner.none("web-1"));
  }

  @Test
  void theProxyStartedWhenItsContainerDid() {
    assertThat(fact(withStatus("Running", running("app", START), running("istio-proxy", LATER))))
        .returns(Optional.of(LATER), World.Pod::started);
  }

  @Test
  void aNativeSidecarStartedWhenItsInitContainerDid() {
    Pod pod =
        new PodBuilder(POD)
            .withStatus(
                new PodStatusBuilder()
                    .withPhase("Running")
                    .withStartTime(START.toString())
                    .withInitContainerStatuses(running("istio-proxy", LATER))
                    .build())
            .build();

    assertThat(fact(pod).started()).contains(LATER);
  }

  @Test
  void aProxyThatWaitsHasNotStarted() {
    ContainerStatus waiting =
        new ContainerStatusBuilder()
            .withName("istio-proxy")
            .withNewState()
            .withNewWaiting()
            .withReason("ContainerCreating")
            .endWaiting()
            .endState()
            .build();

    assertThat(fact(withStatus("Pending", waiting)).started()).isEmpty();
    assertThat(fact(withStatus("Running", waiting)).started()).isEmpty();
    assertThat(fact(withStatus("Pending")).started()).isEmpty();
  }

  @Test
  void aPodThatRunsWithoutWordOfItsContainersStartedWithThem() {
    assertThat(fact(withStatus("Running")).started()).contains(START);
  }

  private static World.Pod fact(Pod pod) {
    return FACTS.of(pod).orElseThrow();
  }

  /** As a tenant may write it. */
  private static Pod controlled(String apiVersion, String kind, String name) {
    return new PodBuilder(POD)
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid("5e5ad4a4-0000-4000-8000-000000000000")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static Pod withProxy(UnaryOperator<Container> change) {
    Pod pod = new PodBuilder(POD).build();
    pod.getSpec()
        .getContainers()
        .replaceAll(
            container ->
                container.getName().equals("istio-proxy") ? change.apply(container) : container);
    return pod;
  }

  private static Pod withStatus(String phase, ContainerStatus... containers) {
    return new PodBuilder(POD)
        .withStatus(
            new PodStatusBuilder()
                .withPhase(phase)
                .withStartTime(START.toString())
                .withContainerStatuses(containers)
                .build())
        .build();
  }

  private static ContainerStatus running(String container, Instant since) {
    return new ContainerStatusBuilder()
        .withName(container)
        .withState(
            new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(since.toString())
                .endRunning()
                .build())
        .build();
  }
}
