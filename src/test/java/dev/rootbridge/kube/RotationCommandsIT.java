package dev.rootbridge.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.DomainEditor.Effect;
import dev.rootbridge.kube.DomainEditor.RotationList;
import dev.rootbridge.kube.v1alpha1.FederatedTrustDomain;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.Rotation;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainstatus.Anchors;
import dev.rootbridge.trust.Fingerprint;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rootbridge distrust} and {@code approve}, and what a sync loop makes of them. */
@OnRealClusters
class RotationCommandsIT {

  private static final TestCertificate NEXT = TestCertificate.root("O=X next");
  private static final String NAME = "live-loop-x";

  @TempDir private Path folder;

  private static ApiServer cluster;
  private static KubernetesClient admin;
  private static LiveLoop loop;
  private static LiveNamespace shop;

  @BeforeAll
  static void start(Clusters clusters) {
    cluster = clusters.b();
    admin = cluster.admin();
    LiveLoop.prepare(admin);
    LiveLoop.tellSettings(admin, "");
    loop = LiveLoop.start(admin, Clock.systemUTC());
    shop = LiveNamespace.optedIn(admin, "rotated");
    shop.awaitBundle("rootbridge-trust", "x.example", "y.example");
    shop.admit(
        LiveNamespace.ownedBy(shop.sidecar("web-1"), "ReplicaSet", "web-6d5f8c7b9"),
        loop.optedIn("rotated"));
    awaitState(LiveLoop.X, Anchors.State.ACTIVE);
  }

  @AfterAll
  static void stop() {
    shop.pod("web-1").delete();
    shop.optOut();
    loop.close();
    LiveLoop.cleanUp(admin);
  }

  @Test
  void aRootIsReplacedByApprovalAndThenDistrusted() {
    edit(
        "x",
        domain -> {
          domain.getSpec().getRotation().setApproval(Rotation.Approval.MANUAL);
          return domain;
        });
    assertThat(run("approve", NAME).out()).isEqualTo("no root of x.example waits\n");
    edit(
        "x",
        domain -> {
          domain.getSpec().getSource().getInline().setPem(NEXT.pem());
          return domain;
        });
    awaitState(NEXT, Anchors.State.PENDING);

    LiveCommand waiting = run("approve", "x.example");
    assertThat(waiting.exitCode()).isEqualTo(1);
    assertThat(waiting.out()).contains(fingerprint(NEXT), "Compare with what the other side says");
    assertThat(run("approve", NAME, fingerprint(NEXT), "--dry-run").exitCode()).isZero();
    assertThat(domain().getSpec().getRotation().getApproved()).isNullOrEmpty();
    assertThat(run("approve", NAME, fingerprint(LiveLoop.X)).err())
        .contains("doesn't wait, it is Active");

    LiveCommand approved = run("approve", NAME, fingerprint(NEXT));
    assertThat(approved.exitCode()).as(approved.toString()).isZero();
    awaitState(NEXT, Anchors.State.ACTIVE);
    awaitState(LiveLoop.X, Anchors.State.RETIRING);

    LiveCommand tried = distrust(fingerprint(LiveLoop.X), "--dry-run");
    assertThat(tried.out())
        .contains("would be distrusted (dry run)", "O=X next (sha256:")
        .contains("kubectl -n rotated rollout restart deployment/web  # 1 pods: ");
    assertThat(domain().getSpec().getRotation().getDistrust()).isNullOrEmpty();

    LiveCommand distrusted = distrust(fingerprint(LiveLoop.X));
    assertThat(distrusted.exitCode()).as(distrusted.toString()).isZero();
    awaitState(LiveLoop.X, Anchors.State.DISTRUSTED);
    assertThat(distrust(fingerprint(LiveLoop.X)).out()).contains("already distrusted");
    assertThat(domain().getSpec().getRotation().getDistrust())
        .containsExactly(fingerprint(LiveLoop.X));
  }

  /** The loop's writing of a status is enough to come between. */
  @Test
  void whatHasChangedSinceItWasSeenIsDecidedAnew() throws ClusterAccessException {
    List<DomainFacts> seen = new ArrayList<>();
    try (CallersCluster reached = reach()) {
      DomainEditor.edit(
          reached,
          "live-loop-y",
          domain -> {
            seen.add(domain.facts());
            if (seen.size() == 1) {
              changeY("a");
            }
            domain.set(RotationList.DISTRUST, new TreeSet<>(), Effect.DRY_RUN);
            return domain;
          });
    }
    assertThat(seen).hasSizeGreaterThan(1);
    assertThat(seen.get(seen.size() - 1).trust().generation())
        .isEqualTo(seen.get(0).trust().generation() + 1);
  }

  @Test
  void whatNeverStaysAsItWasSeenIsNotWrittenOver() throws ClusterAccessException {
    AtomicInteger attempts = new AtomicInteger();
    Fingerprint unwritten = Fingerprint.of(new byte[0]);
    try (CallersCluster reached = reach()) {
      assertThat(
              catchThrowable(
                  () ->
                      DomainEditor.edit(
                          reached,
                          "live-loop-y",
                          domain -> {
                            changeY("b" + attempts.incrementAndGet());
                            domain.set(
                                RotationList.DISTRUST,
                                new TreeSet<>(List.of(unwritten)),
                                Effect.KEPT);
                            return domain;
                          })))
          .isInstanceOf(ClusterAccessException.class)
          .hasMessageContaining("has changed since it was looked at, 5 times, so nothing was");
    }
    assertThat(attempts).hasValue(5);
    assertThat(LiveLoop.domain(admin, "y").require().getSpec().toString())
        .doesNotContain(unwritten.hex());
  }

  private static CallersCluster reach() throws ClusterAccessException {
    return CallersCluster.connect(
        new CallersAccess(Optional.of(cluster.adminKubeconfig()), Optional.empty()));
  }

  /** In a way that changes nothing of what is trusted. */
  private static void changeY(String value) {
    edit(
        "y",
        domain -> {
          domain
              .getSpec()
              .getRotation()
              .setApproved(List.of(Fingerprint.of(value.getBytes(UTF_8)).hex()));
          return domain;
        });
  }

  @Test
  void whoMayNotSeePodsIsToldThatRestartsAreNotKnown() {
    LiveCaller caller =
        LiveCaller.named(cluster, "no-pods")
            .may("federatedtrustdomains.rootbridge.dev", "get", "list", "patch")
            .may("namespaces", "list")
            .may("configmaps", "get", "list");
    String[] words = {
      "distrust", "live-loop-y", fingerprint(LiveLoop.Y), "--dry-run", "-o", "json"
    };
    LiveCommand run = LiveCommand.run(caller.kubeconfig(folder), words);
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err())
        .startsWith("warning: which workloads need a restart isn't known")
        .contains("doesn't let you list Pods");
    assertThat(run.json().path("restartsUnknown").asText()).contains("list Pods");
  }

  @Test
  void whoMayChangeTheDomainAloneCanDistrust() {
    LiveCaller caller =
        LiveCaller.named(cluster, "only-domains")
            .may("federatedtrustdomains.rootbridge.dev", "get", "list", "patch");
    LiveCommand run =
        LiveCommand.run(
            caller.kubeconfig(folder), "distrust", "live-loop-y", fingerprint(LiveLoop.Y));
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith("live-loop-y, ").contains(": distrusted\n");
    assertThat(run.err())
        .startsWith("warning: which workloads need a restart isn't known")
        .contains("doesn't let you list Namespaces");
    assertThat(LiveLoop.domain(admin, "y").require().getSpec().getRotation().getDistrust())
        .containsExactly(fingerprint(LiveLoop.Y));
  }

  @Test
  void aDomainThatIsNotThereOrAFingerprintThatIsNoneChangesNothing() {
    assertThat(run("approve", "nowhere").err())
        .startsWith("error: there is no FederatedTrustDomain nowhere");
    assertThat(distrust("ab12").exitCode()).isEqualTo(2);
    LiveCommand wrong = distrust("ab".repeat(32), "--dry-run");
    assertThat(wrong.exitCode()).as(wrong.toString()).isEqualTo(1);
    assertThat(wrong.out()).contains("no root that is known of x.example has this fingerprint");
  }

  private static String fingerprint(TestCertificate certificate) {
    return certificate.anchor().fingerprint().hex();
  }

  /** The loop writes the status at the same time. */
  private static void edit(String name, UnaryOperator<FederatedTrustDomain> change) {
    await()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> LiveLoop.domain(admin, name).edit(change) != null);
  }

  private static FederatedTrustDomain domain() {
    return LiveLoop.domain(admin, "x").require();
  }

  private static void awaitState(TestCertificate certificate, Anchors.State state) {
    await(certificate.anchor() + " " + state)
        .until(
            () ->
                Optional.ofNullable(domain().getStatus())
                    .flatMap(status -> Optional.ofNullable(status.getAnchors()))
                    .orElse(List.of())
                    .stream()
                    .anyMatch(
                        anchor ->
                            anchor.getSha256().equals(fingerprint(certificate))
                                && anchor.getState() == state));
  }

  private static LiveCommand distrust(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "distrust";
    all[1] = NAME;
    System.arraycopy(words, 0, all, 2, words.length);
    return run(all);
  }

  private static LiveCommand run(String... words) {
    return LiveCommand.run(cluster.adminKubeconfig(), words);
  }
}
