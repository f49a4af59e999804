package dev.rootbridge.sync;

import static dev.rootbridge.sync.TestWorld.OPTED_IN;
import static dev.rootbridge.sync.TestWorld.read;
import static dev.rootbridge.trust.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rootbridge.inject.PodTrust;
import dev.rootbridge.inject.PodTrust.OptedOut;
import dev.rootbridge.inject.PodTrust.Patched;
import dev.rootbridge.inject.PodTrust.Unfit;
import dev.rootbridge.inject.PodTrust.Unpatched;
import dev.rootbridge.inject.Reason;
import dev.rootbridge.inject.Scope;
import dev.rootbridge.sync.World.ExistingTarget;
import dev.rootbridge.sync.World.Mutability;
import dev.rootbridge.sync.World.Owner;
import dev.rootbridge.sync.World.Phase;
import dev.rootbridge.sync.World.Pod;
import dev.rootbridge.trust.Constraint;
import dev.rootbridge.trust.TestCertificate;
import dev.rootbridge.trust.TrustDomain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which running pods don't trust what they should, and what people are told of them. */
class PodDetectorTest {

  private static final TestCertificate B = TestCertificate.root("O=B");
  private static final TestCertificate C = TestCertificate.root("O=C");
  private static final String MAIN = "rootbridge-trust";
  private static final String ONLY_B =
      MAIN + "-" + new Scope(new TreeSet<>(List.of(new TrustDomain("b.example")))).hash();
  private static final String ONLY_C =
      MAIN + "-" + new Scope(new TreeSet<>(List.of(new TrustDomain("c.example")))).hash();
  private static final Instant CREATED = NOW.minus(Duration.ofDays(1));
  private static final PodTrust UNPATCHED = new Unpatched(Optional.empty());
  private static final NamespaceSelector PAYMENTS =
      new NamespaceSelector(Map.of("team", "payments"), List.of());

  private static TestWorld world() {
    return new TestWorld()
        .domain("b", "b.example", read(B.anchor()))
        .domain("c", "c.example", read(C.anchor()));
  }

  private static TestWorld shop(Pod... pods) {
    return world().namespace("shop", OPTED_IN, Map.of(MAIN, target(CREATED))).pods(pods);
  }

  @Test
  void aProxyWithoutThePatchIsMissed() {
    MissedPod missed = only(shop(pod("web-1", UNPATCHED)));

    assertThat(missed.reason()).isEqualTo(MissedReason.NOT_PATCHED);
    assertThat(missed.message())
        .isEqualTo(
            "The proxy lacks the patch: the pod is older than the opt-in, or the webhook was away"
                + " when it was made. To mend it: kubectl -n shop rollout restart deployment/web");
  }

  @Test
  void aPodThatHasThePatchIsNot() {
    assertThat(missed(shop(pod("web-1", new Patched(MAIN))))).isEmpty();
  }

  @Test
  void whoWantsNothingOrGoesAnywayIsNotMissed() {
    assertThat(
            missed(
                shop(
                    pod("a", new OptedOut(Optional.empty())),
                    TestWorld.pod("b", Optional.of("none"), UNPATCHED),
                    TestWorld.pod("c", Optional.of("nowhere.example"), UNPATCHED),
                    TestWorld.pod(
                        "d", Optional.of("none"), new Unfit(Reason.PROV_CERT, Optional.empty())),
                    with(pod("e", UNPATCHED), Phase.TERMINATING))))
        .isEmpty();
  }

  @Test
  void whereNothingMayBeTrustedNothingIsMissed() {
    Pod mounts = pod("web-1", new Patched(MAIN));
    Pod lacks = pod("web-2", UNPATCHED);

    assertThat(missed(new TestWorld().namespace("shop").pods(mounts, lacks))).isEmpty();
    assertThat(
            missed(world().namespace("shop", Map.of(), Map.of(MAIN, target(CREATED))).pods(mounts)))
        .isEmpty();
  }

  @Test
  void aRestartIsInVainBeforeTheBundleIsThere() {
    ExistingTarget foreign =
        TestWorld.existing(Map.of("x", "y"), Owner.SOMEONE_ELSE, Mutability.MUTABLE);
    MissedPod missed =
        only(world().namespace("shop", OPTED_IN, Map.of(MAIN, foreign)).pods(pod("p", UNPATCHED)));

    assertThat(missed.remedy())
        .isEqualTo(
            "first its bundle must be there: ConfigMap shop/rootbridge-trust is not Rootbridge's:"
                + " rename or delete it; then kubectl -n shop rollout restart deployment/web");
  }

  @Test
  void aVolumeThatWasCopiedFromAnotherPodIsInTheWay() {
    MissedPod missed = only(shop(pod("p", new Unpatched(Optional.of(ONLY_B)))));

    assertThat(missed.remedy())
        .isEqualTo(
            "drop the volume extra-certs of ConfigMap "
                + ONLY_B
                + " from its template; then kubectl -n shop rollout restart deployment/web");
  }

  @Test
  void aPodWhoseAnnotationWasChangedReadsAnotherScope() {
    MissedPod missed = only(shop(TestWorld.pod("p", Optional.of("b.example"), new Patched(MAIN))));

    assertThat(missed.reason()).isEqualTo(MissedReason.OTHER_SCOPE);
    assertThat(missed.detail())
        .isEqualTo(
            "It should trust b.example and reads ConfigMap rootbridge-trust, which is for"
                + " b.example, c.example");
    assertThat(missed.domains())
        .extracting(TrustDomain::name)
        .containsExactly("b.example", "c.example");
  }

  @Test
  void aPodThatWantsNothingByNowAndReadsABundleIsMissed() {
    MissedPod missed = only(shop(TestWorld.pod("p", Optional.of("none"), new Patched(MAIN))));

    assertThat(missed.detail()).startsWith("It should trust no federated domain and reads");
  }

  @Test
  void aBundleThatNobodyKeepsIsAnotherScope() {
    MissedPod missed = only(shop(pod("p", new Patched(MAIN + "-0000000000000000"))));

    assertThat(missed.reason()).isEqualTo(MissedReason.OTHER_SCOPE);
    assertThat(missed.detail()).endsWith(", which isn't kept for any pod");
  }

  @Test
  void anotherNameWithTheSameContentIsRight() {
    // What it names is all that the namespace may trust by now, so a new pod would mount MAIN.
    TestWorld world =
        new TestWorld()
            .domain("b", "b.example", read(B.anchor()))
            .domain("c", "c.example", read(C.anchor()), PAYMENTS, Constraint.DEFAULT)
            .namespace("shop", OPTED_IN, Map.of(ONLY_B, target(CREATED)))
            .pods(TestWorld.pod("p", Optional.of("b.example"), new Patched(ONLY_B)));

    assertThat(missed(world)).isEmpty();
  }

  @Test
  void aProxyThatStartedBeforeItsBundleWasMadeMayNotReadIt() {
    MissedPod missed =
        only(shop(with(pod("p", new Patched(MAIN)), CREATED.minusSeconds(1), "1.31.0")));

    assertThat(missed.reason()).isEqualTo(MissedReason.STARTED_BEFORE_BUNDLE);
    assertThat(missed.detail())
        .isEqualTo(
            "It started at "
                + CREATED.minusSeconds(1)
                + " and ConfigMap rootbridge-trust was made at "
                + CREATED);
    assertThat(missed(shop(with(pod("p", new Patched(MAIN)), CREATED, "1.31.0")))).isEmpty();
  }

  @Test
  void oneThatHasNotStartedYetWillReadWhatIsThere() {
    assertThat(
            missed(
                world()
                    .namespace("shop", OPTED_IN, Map.of(MAIN, target(NOW)))
                    .pods(pod("p", new Patched(MAIN)))))
        .isEmpty();
  }

  @Test
  void aReleaseThatFollowsOneChangeIsMissedAfterTheSecond() {
    Instant first = NOW.minusSeconds(100);
    Instant second = NOW.minusSeconds(50);
    MissedPod missed = only(changed(first.minusSeconds(1), "1.30.2", first, second));

    assertThat(missed.reason()).isEqualTo(MissedReason.CHANGE_NOT_FOLLOWED);
    assertThat(missed.detail())
        .isEqualTo(
            "It is of 1.30.2 and started at "
                + first.minusSeconds(1)
                + "; ConfigMap rootbridge-trust last changed at "
                + second);
    assertThat(missed(changed(first, "1.30.2", first, second))).as("one change").isEmpty();
    assertThat(missed(changed(first.minusSeconds(1), "1.30.3", first, second))).isEmpty();
    assertThat(missed(changed(first.minusSeconds(1), "latest", first, second))).isEmpty();
    assertThat(missed(changed(first.minusSeconds(1), "1.30.2", second))).isEmpty();
  }

  private static TestWorld changed(Instant started, String tag, Instant... changes) {
    ContentChanges noted = ContentChanges.NONE;
    for (Instant change : changes) {
      noted = noted.and(change);
    }
    return world()
        .namespace("shop", OPTED_IN, Map.of(MAIN, target(CREATED, noted)))
        .pods(with(pod("p", new Patched(MAIN)), started, tag));
  }

  @Test
  void aPodThatCannotBePatchedSaysWhy() {
    MissedPod missed = only(shop(pod("p", new Unfit(Reason.ETC_CERTS_MOUNTED, Optional.empty()))));

    assertThat(missed.reason()).isEqualTo(MissedReason.CANNOT_BE_FEDERATED);
    assertThat(missed.code()).isEqualTo("EtcCertsMounted");
    assertThat(missed.message())
        .isEqualTo(
            "The pod can't be patched as it is made; its annotation rootbridge.dev/status says why."
                + " istio-proxy mounts something at, below or above /etc/certs already. To mend it:"
                + " change the pod's template, or label it rootbridge.dev/inject: \"false\" where"
                + " that is meant");
  }

  @Test
  void oneScopeTooManyIsSaidOfItsPodsWhateverTheyMount() {
    for (PodTrust trust : List.of(UNPATCHED, new Patched(ONLY_C))) {
      MissedPod missed =
          only(
              world()
                  .policy(new TargetPolicy(1, Duration.ofMinutes(10)))
                  .namespace("shop", OPTED_IN, Map.of(ONLY_B, target(CREATED)))
                  .wishes("b.example")
                  .pods(TestWorld.pod("p", Optional.of("c.example"), trust)));
      assertThat(missed.reason()).isEqualTo(MissedReason.TOO_MANY_SCOPES);
      assertThat(missed.detail()).isEqualTo("The one too many is c.example");
    }
  }

  @Test
  void whoHasNoOwnerThatMakesItAnewIsDeleted() {
    assertThat(only(shop(with(pod("p", UNPATCHED), PodOwner.none("p")))).remedy())
        .isEqualTo("kubectl -n shop delete pod p");
    assertThat(only(shop(with(pod("p", UNPATCHED), new PodOwner("Job", "daily")))).remedy())
        .isEqualTo("kubectl -n shop delete pod p");
    assertThat(only(shop(with(pod("p", UNPATCHED), new PodOwner("StatefulSet", "db")))).remedy())
        .isEqualTo("kubectl -n shop rollout restart statefulset/db");
    assertThat(only(shop(with(pod("p", UNPATCHED), new PodOwner("DaemonSet", "log")))).remedy())
        .isEqualTo("kubectl -n shop rollout restart daemonset/log");
  }

  @Test
  void theyComeByOwnerAndName() {
    assertThat(
            missed(
                shop(
                    pod("web-2", UNPATCHED),
                    with(pod("cache-0", UNPATCHED), new PodOwner("StatefulSet", "cache")),
                    pod("web-1", UNPATCHED))))
        .extracting(MissedPod::pod)
        .containsExactly("web-1", "web-2", "cache-0");
  }

  @Test
  void aDomainsConditionNamesWhoIsMissedAndTheCommand() {
    TestWorld world =
        shop(
            pod("web-1", UNPATCHED),
            pod("web-2", UNPATCHED),
            with(pod("p", new Unfit(Reason.PROV_CERT, Optional.empty())), PodOwner.none("p")));

    assertThat(condition(world, "b"))
        .isEqualTo(
            new Condition(
                Condition.Type.PODS_CURRENT,
                Condition.Status.FALSE,
                "PodsMissed",
                "2 pods don't trust what they should: shop/Deployment web (NotPatched, 2); to mend"
                    + " the first: kubectl -n shop rollout restart deployment/web"));
  }

  @Test
  void whoCannotBeFederatedIsNamedAndNoFault() {
    assertThat(condition(shop(pod("p", new Unfit(Reason.PROV_CERT, Optional.empty()))), "b"))
        .isEqualTo(
            new Condition(
                Condition.Type.PODS_CURRENT,
                Condition.Status.TRUE,
                "PodsCurrentInPart",
                "1 can't be federated: shop/Deployment web (ProvCert, 1)"));
  }

  @Test
  void aDomainThatNoMissedPodTrustsIsCurrent() {
    TestWorld world =
        world()
            .namespace("shop", OPTED_IN, Map.of(MAIN, target(CREATED), ONLY_B, target(CREATED)))
            .pods(TestWorld.pod("p", Optional.of("b.example"), UNPATCHED));

    assertThat(condition(world, "b").status()).isEqualTo(Condition.Status.FALSE);
    assertThat(condition(world, "c"))
        .isEqualTo(
            new Condition(
                Condition.Type.PODS_CURRENT,
                Condition.Status.TRUE,
                "PodsCurrent",
                "every pod with a proxy that is to trust the domain reads its anchors"));
  }

  @Test
  void manyPodsAreNotCountedOneByOne() {
    Pod[] pods =
        IntStream.range(0, 57)
            .mapToObj(
                index ->
                    with(pod("p-" + index, UNPATCHED), new PodOwner("Deployment", "d" + index % 5)))
            .toArray(Pod[]::new);

    assertThat(condition(shop(pods), "b").message())
        .isEqualTo(
            "at least 50 pods don't trust what they should: shop/Deployment d0 (NotPatched, 12),"
                + " shop/Deployment d1 (NotPatched, 12), shop/Deployment d2 (NotPatched, 11) and 2"
                + " more workloads; to mend the first: kubectl -n shop rollout restart"
                + " deployment/d0");
  }

  @Test
  void withoutAViewOfThePodsNothingIsClaimed() {
    TestWorld world = shop().podsUnknown("Pods can't be listed or watched: 403 Forbidden");

    assertThat(world.plan().home().missed().unknown()).isPresent();
    assertThat(condition(world, "b"))
        .isEqualTo(
            new Condition(
                Condition.Type.PODS_CURRENT,
                Condition.Status.UNKNOWN,
                "PodsNotWatched",
                "it isn't known which pods have the domain's anchors: Pods can't be listed or"
                    + " watched: 403 Forbidden; webhook-config/rbac.yaml has the rights that are"
                    + " needed, for a remote cluster webhook-config/remote/rbac.yaml"));
  }

  private static Condition condition(TestWorld world, String domain) {
    return world.plan().domains().stream()
        .filter(planned -> planned.trust().name().equals(domain))
        .findFirst()
        .orElseThrow()
        .condition(Condition.Type.PODS_CURRENT)
        .orElseThrow();
  }

  private static List<MissedPod> missed(TestWorld world) {
    return world.plan().home().missed().pods();
  }

  private static MissedPod only(TestWorld world) {
    assertThat(missed(world)).hasSize(1);
    return missed(world).get(0);
  }

  private static ExistingTarget target(Instant created) {
    return target(created, ContentChanges.NONE);
  }

  private static ExistingTarget target(Instant created, ContentChanges changes) {
    ExistingTarget ours =
        TestWorld.existing(Map.of("root-cert.pem", "old"), Owner.ROOTBRIDGE, Mutability.MUTABLE);
    return new ExistingTarget(
        ours.content(),
        ours.keys(),
        ours.binaryKeys(),
        ours.owner(),
        ours.mutability(),
        ours.uid(),
        ours.version(),
        created,
        changes);
  }

  private static Pod pod(String name, PodTrust trust) {
    return TestWorld.pod(name, Optional.empty(), trust);
  }

  private static Pod with(Pod pod, PodOwner owner) {
    return new Pod(
        pod.name(), owner, pod.phase(), pod.wish(), pod.trust(), pod.started(), pod.release());
  }

  private static Pod with(Pod pod, Phase phase) {
    return new Pod(
        pod.name(), pod.owner(), phase, pod.wish(), pod.trust(), pod.started(), pod.release());
  }

  private static Pod with(Pod pod, Instant started, String tag) {
    return new Pod(
        pod.name(),
        pod.owner(),
        pod.phase(),
        pod.wish(),
        pod.trust(),
        Optional.of(started),
        ProxyRelease.ofImage("istio/proxyv2:" + tag));
  }
}
