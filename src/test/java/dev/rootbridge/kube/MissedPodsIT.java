package dev.rootbridge.kube;

import static dev.rootbridge.kube.LiveNamespace.ofRelease;
import static dev.rootbridge.kube.LiveNamespace.ownedBy;
import static dev.rootbridge.kube.LiveNamespace.scoped;
import static dev.rootbridge.kube.LiveNamespace.wishing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Conditions;
import dev.rootbridge.sync.MissedPod;
import dev.rootbridge.sync.MissedReason;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods that don't trust what they should are found on a real API server, and people told. */
@OnRealClusters
class MissedPodsIT {

  private static final String MAIN = "rootbridge-trust";

  private static KubernetesClient admin;
  private static LiveLoop loop;

  @BeforeAll
  static void start(Clusters clusters) {
    admin = clusters.b().admin();
    LiveLoop.prepare(admin);
    // Ahead, so that a change comes in a later second than whatever started before it.
    loop = LiveLoop.start(admin, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
  }

  @AfterAll
  static void stop() {
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @Test
  void aPodThatIsOlderThanTheOptInIsNamedInTheStatusAndToldToItsOwner() {
    LiveNamespace shop = LiveNamespace.notOptedIn(admin, "aa-older");
    shop.workload("Deployment", "checkout", "*");
    shop.create(ownedBy(shop.sidecar("checkout-1"), "ReplicaSet", "checkout-6d5f8c7b9"));

    shop.optIn();

    awaitReason(shop, MissedReason.NOT_PATCHED);
    await()
        .untilAsserted(
            () ->
                assertThat(condition("x"))
                    .satisfies(
                        condition -> {
                          assertThat(condition.getStatus()).isEqualTo(Conditions.Status.FALSE);
                          assertThat(condition.getReason()).isEqualTo("PodsMissed");
                          assertThat(condition.getMessage())
                              .contains("aa-older/Deployment checkout (NotPatched, 1)")
                              .endsWith("kubectl -n aa-older rollout restart deployment/checkout");
                        }));
    await().until(() -> shop.eventsOn("Deployment", "checkout").contains("NotPatched"));

    shop.pod("checkout-1").delete();
    awaitNone(shop);
  }

  @Test
  void aPodOfAnOwnerThatIsNotFollowedIsToldItself() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "foreign-owner");
    shop.create(ownedBy(shop.sidecar("web"), "Rollout", "web"));

    assertThat(awaitReason(shop, MissedReason.NOT_PATCHED).remedy())
        .endsWith("kubectl -n foreign-owner delete pod web");
    await().until(() -> shop.eventsOn("Pod", "web").contains("NotPatched"));
    shop.pod("web").delete();
  }

  @Test
  void aProxyThatStartedBeforeItsBundleWasMadeIsFoundUntilItStartsAnew() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "too-early");
    shop.awaitBundle(MAIN, "x.example", "y.example");
    shop.admit(shop.sidecar("web"), loop.optedIn(shop.name()));
    Instant made = made(shop);

    shop.proxyStarted("web", made.minusSeconds(5));
    awaitReason(shop, MissedReason.STARTED_BEFORE_BUNDLE);

    shop.proxyStarted("web", made);
    awaitNone(shop);
  }

  @Test
  void aReplacedImmutableBundleListsThePodsThatReadTheOldOne() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "immutable");
    shop.awaitBundle(MAIN, "x.example", "y.example");
    shop.admit(shop.sidecar("web"), loop.optedIn(shop.name()));
    Instant made = made(shop);
    shop.proxyStarted("web", made);
    await("a later second").until(() -> Instant.now().isAfter(made.plusSeconds(1)));

    admin
        .configMaps()
        .inNamespace(shop.name())
        .withName(MAIN)
        .edit(
            bundle -> {
              bundle.setImmutable(true);
              bundle.getData().put("root-cert.pem", "tampered");
              return bundle;
            });

    awaitReason(shop, MissedReason.STARTED_BEFORE_BUNDLE);
    assertThat(shop.bundle(MAIN).orElseThrow().getImmutable()).isNotEqualTo(true);
  }

  @Test
  void aProxyThatFollowsOneChangeOnlyIsFoundAfterTheSecond() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "two-changes");
    shop.awaitBundle(MAIN, "x.example", "y.example");
    shop.admit(ofRelease(shop.sidecar("stale"), "1.29.4"), loop.optedIn(shop.name()));
    shop.admit(ofRelease(shop.sidecar("fresh"), "1.30.3"), loop.optedIn(shop.name()));
    Instant made = made(shop);
    shop.proxyStarted("stale", made);
    shop.proxyStarted("fresh", made);

    TestCertificate second = TestCertificate.root("O=X second");
    TestCertificate third = TestCertificate.root("O=X third");
    LiveLoop.federate(admin, "x", LiveLoop.X, second);
    await().until(() -> changes(shop) == 1);
    assertThat(loop.missed(shop.name())).isEmpty();

    LiveLoop.federate(admin, "x", LiveLoop.X, second, third);
    MissedPod missed = awaitReason(shop, MissedReason.CHANGE_NOT_FOLLOWED);
    assertThat(missed.pod()).isEqualTo("stale");
    assertThat(missed.detail()).startsWith("It is of 1.29.4 and started at " + made);
  }

  @Test
  void aPodWhoseAnnotationWasChangedReadsAnotherScope() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "other-scope");
    shop.awaitBundle(MAIN, "x.example", "y.example");
    shop.admit(shop.sidecar("web"), loop.optedIn(shop.name()));
    await().until(() -> loop.missed(shop.name()).isEmpty());

    shop.pod("web").edit(pod -> wishing(pod, "y.example"));

    assertThat(awaitReason(shop, MissedReason.OTHER_SCOPE).detail())
        .isEqualTo(
            "It should trust y.example and reads ConfigMap rootbridge-trust, which is for x.example,"
                + " y.example");
    shop.awaitBundle(scoped("y.example"), "y.example");
  }

  @Test
  void aPodThatCannotBeFederatedSaysWhy() {
    LiveNamespace shop = LiveNamespace.optedIn(admin, "unfit");
    shop.admit(
        new PodBuilder(shop.sidecar("web"))
            .editSpec()
            .editMatchingContainer(container -> container.getName().equals("istio-proxy"))
            .addNewEnv()
            .withName("PROV_CERT")
            .withValue("/etc/prov")
            .endEnv()
            .endContainer()
            .endSpec()
            .build(),
        loop.optedIn(shop.name()));

    assertThat(awaitReason(shop, MissedReason.CANNOT_BE_FEDERATED).code()).isEqualTo("ProvCert");
  }

  private static MissedPod awaitReason(LiveNamespace namespace, MissedReason reason) {
    List<MissedPod> found =
        await(reason.code())
            .until(
                () -> loop.missed(namespace.name()),
                missed -> missed.stream().anyMatch(pod -> pod.reason() == reason));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static void awaitNone(LiveNamespace namespace) {
    await().until(() -> loop.missed(namespace.name()).isEmpty());
  }

  private static Instant made(LiveNamespace namespace) {
    return Instant.parse(namespace.bundle(MAIN).orElseThrow().getMetadata().getCreationTimestamp());
  }

  private static int changes(LiveNamespace namespace) {
    String noted =
        namespace
            .bundle(MAIN)
            .orElseThrow()
            .getMetadata()
            .getAnnotations()
            .getOrDefault("rootbridge.dev/changed", "");
    return noted.isEmpty() ? 0 : noted.split(" ", -1).length;
  }

  private static Conditions condition(String domain) {
    return LiveLoop.domain(admin, domain).require().getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("PodsCurrent"))
        .findFirst()
        .orElseThrow();
  }
}
