package dev.rootbridge.kube;

import static dev.rootbridge.kube.LiveNamespace.scoped;
import static dev.rootbridge.kube.LiveNamespace.wishing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.inject.Bundles;
import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.inject.Reason;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bundles a namespace has follows what runs in it, on a real API server. */
@OnRealClusters
class WorkloadsIT {

  private static final String MAIN = "rootbridge-trust";
  private static final String ONLY_X = scoped("x.example");
  private static final String ONLY_Y = scoped("y.example");

  private static KubernetesClient admin;
  private static LiveLoop loop;

  @BeforeAll
  static void start(Clusters clusters) {
    admin = clusters.b().admin();
    LiveLoop.prepare(admin);
    loop = LiveLoop.start(admin, Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"})
  void aTemplateThatNamesAScopeGetsItsBundleBeforeItsFirstPod(String kind) {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "template-" + kind.toLowerCase(Locale.ROOT));
    shop.workload(kind, "web", "x.example");

    shop.awaitBundle(ONLY_X, "x.example");
    // The webhook learns of a bundle a moment after it is there.
    await()
        .until(
            () ->
                loop.optedIn(shop.name()).trust().bundles().readiness(ONLY_X)
                    == Bundles.Readiness.PUBLISHED);
    InjectionDecision decision =
        shop.admit(wishing(shop.sidecar("web-1"), "x.example"), loop.optedIn(shop.name()));
    assertThat(decision.reason()).isEqualTo(Reason.INJECTED);
    assertThat(volumeOf(shop, "web-1").getOptional()).as("it needn't wait").isTrue();
  }

  @Test
  void aPodAloneGetsTheBundleThatItWaitsFor() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "pod-alone");
    shop.admit(wishing(shop.sidecar("web"), "x.example"), loop.optedIn(shop.name()));

    assertThat(volumeOf(shop, "web").getOptional()).as("it waits").isFalse();
    assertThat(volumeOf(shop, "web").getName()).isEqualTo(ONLY_X);
    shop.awaitBundle(ONLY_X, "x.example");
  }

  @Test
  void aPodWithoutAProxyAsksForNothing() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "no-proxy");
    shop.create(
        new PodBuilder(wishing(shop.sidecar("web"), "x.example"))
            .editSpec()
            .removeMatchingFromContainers(container -> container.getName().equals("istio-proxy"))
            .endSpec()
            .build());
    shop.create(wishing(shop.sidecar("other"), "y.example"));

    shop.awaitBundle(ONLY_Y, "y.example");
    assertThat(shop.bundle(ONLY_X)).isEmpty();
  }

  @Test
  void aChangedAnnotationChangesTheScopesOfTheNamespace() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "annotation");
    shop.workload("Deployment", "web", "x.example");
    shop.awaitBundle(ONLY_X, "x.example");

    shop.workload("Deployment", "web", "y.example");

    shop.awaitBundle(ONLY_Y, "y.example");
    shop.awaitNone(ONLY_X);
  }

  @Test
  void aBundleStaysWithItsLastPodAndGoesWithIt() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "last-pod");
    shop.workload("Deployment", "web", "x.example");
    shop.awaitBundle(ONLY_X, "x.example");
    shop.admit(wishing(shop.sidecar("web-1"), "x.example"), loop.optedIn(shop.name()));
    shop.workload("Deployment", "web", "y.example");
    shop.awaitBundle(ONLY_Y, "y.example");

    assertThat(shop.domainsIn(ONLY_X)).hasValueSatisfying(found -> assertThat(found).hasSize(1));
    shop.pod("web-1").delete();
    shop.awaitNone(ONLY_X);
  }

  @Test
  void aPodThatHasEndedNeedsNoBundle() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "ended");
    shop.admit(wishing(shop.sidecar("once"), "x.example"), loop.optedIn(shop.name()));
    shop.awaitBundle(ONLY_X, "x.example");

    shop.pod("once")
        .editStatus(
            pod ->
                new PodBuilder(pod).editOrNewStatus().withPhase("Succeeded").endStatus().build());

    shop.awaitNone(ONLY_X);
  }

  @Test
  void aDeselectedNamespaceShrinksToTheLocalRootsAndGoesWithTheLastPod() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "deselected");
    shop.awaitBundle(MAIN, "x.example", "y.example");
    shop.admit(shop.sidecar("web"), loop.optedIn(shop.name()));

    shop.optOut();

    shop.awaitBundle(MAIN);
    assertThat(shop.bundle(MAIN).map(ConfigMap::getData))
        .hasValueSatisfying(
            data ->
                assertThat(data.get("root-cert.pem"))
                    .contains(LiveLoop.LOCAL.pem())
                    .doesNotContain(LiveLoop.X.pem()));
    shop.pod("web").delete();
    shop.awaitNone(MAIN);
  }

  @Test
  void aChangedSelectorArrives() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "selector");
    shop.workload("Deployment", "web", "y.example");
    shop.awaitBundle(ONLY_Y, "y.example");
    String allButThis =
        "{matchExpressions: [{key: live-loop, operator: NotIn, values: [selector]}]}";

    LiveLoop.federate(admin, "x", allButThis, LiveLoop.X);

    shop.awaitBundle(MAIN, "y.example");
    // What it names is all that may be trusted by now.
    shop.awaitNone(ONLY_Y);
    LiveLoop.federate(admin, "x", LiveLoop.X);
    shop.awaitBundle(MAIN, "x.example", "y.example");
    shop.awaitBundle(ONLY_Y, "y.example");
  }

  @Test
  void aChangeOfContentIsNotedAndARestartWritesNothing() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "noted");
    shop.awaitBundle(MAIN, "x.example", "y.example");
    assertThat(changes(shop)).isEmpty();

    admin
        .configMaps()
        .inNamespace(shop.name())
        .withName(MAIN)
        .edit(
            bundle -> {
              bundle.getData().put("root-cert.pem", "tampered");
              return bundle;
            });
    await().until(() -> changes(shop).isPresent());
    String version = shop.bundle(MAIN).orElseThrow().getMetadata().getResourceVersion();

    try (LiveLoop other = LiveLoop.start(admin, Clock.systemUTC())) {
      other.optedIn(shop.name());
      await().until(() -> other.podsCurrent("x").isPresent());
    }
    assertThat(shop.bundle(MAIN).orElseThrow().getMetadata().getResourceVersion())
        .isEqualTo(version);
  }

  private static Optional<String> changes(LiveNamespace namespace) {
    return namespace
        .bundle(MAIN)
        .map(bundle -> bundle.getMetadata().getAnnotations())
        .map(annotations -> annotations.get("rootbridge.dev/changed"));
  }

  private static ConfigMapVolumeSource volumeOf(LiveNamespace namespace, String pod) {
    return namespace.pod(pod).require().getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals("extra-certs"))
        .findFirst()
        .orElseThrow()
        .getConfigMap();
  }
}
