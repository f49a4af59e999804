package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.OnRealClusters;
import dev.rootbridge.kube.RemoteClusterSettings.CallerRule;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of callers, reviewed by a real API server under exactly the rights of the manifests. */
@OnRealClusters
class CallerReviewsIT {

  private static final String CLUSTER = "west";
  private static final String AUDIENCE = "rootbridge.primary.example";
  private static final String NAMESPACE = "caller-reviews";
  private static final String SECRET = "caller-reviews-west";
  private static final Path MANIFESTS = Path.of("webhook-config", "remote");

  private static ApiServer remote;
  private static KubernetesClient home;

  private FaultProxy proxy;
  private CallerReviews reviews;

  @BeforeAll
  static void install(Clusters clusters) throws IOException {
    home = clusters.a().admin();
    remote = clusters.b();
    for (String namespace : List.of("istio-system", NAMESPACE)) {
      remote
          .admin()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
    }
    for (String name : List.of("api-server", "somebody-else")) {
      serviceAccount(remote.admin(), NAMESPACE, name);
    }
    serviceAccount(home, "default", "api-server");
    for (String file : List.of("rbac.yaml", "token-review.yaml")) {
      try (InputStream manifest = Files.newInputStream(MANIFESTS.resolve(file))) {
        remote.admin().load(manifest).serverSideApply();
      }
    }
  }

  private static void serviceAccount(KubernetesClient cluster, String namespace, String name) {
    cluster
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .serverSideApply();
  }

  @BeforeEach
  void start() {
    proxy = FaultProxy.before(remote);
    storeKubeconfigOf("istio-system", "rootbridge-remote");
    reviews =
        new CallerReviews(home, AddressRule.allowing(List.of("127.0.0.0/8")), List.of(settings()));
    // The Secret is read in the background.
    await().until(() -> !(verdict("warm-up") instanceof TokenVerdict.Unknown));
  }

  private static RemoteClusterSettings settings() {
    return new RemoteClusterSettings(
        CLUSTER,
        new RemoteCluster(
            "default",
            SECRET,
            Optional.empty(),
            new ConfigMapKey("istio-system", "istio-ca-root-cert", "root-cert.pem")),
        new CallerRule.TokenReview(
            Set.of(AUDIENCE, "rootbridge.other.example"),
            Set.of("system:serviceaccount:" + NAMESPACE + ":api-server")));
  }

  private void storeKubeconfigOf(String namespace, String serviceAccount) {
    home.resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(SECRET)
                .endMetadata()
                .addToStringData(CLUSTER, proxy.kubeconfigOf(namespace, serviceAccount, CLUSTER))
                .build())
        .createOr(existing -> existing.update());
  }

  @AfterEach
  void stop() {
    reviews.close();
    proxy.close();
    home.secrets().inNamespace("default").withName(SECRET).delete();
  }

  @Test
  void theRightUserWithATokenForOneOfTheAudiencesIsAccepted() {
    assertThat(verdict(remote.tokenOf(NAMESPACE, "api-server", AUDIENCE)))
        .isEqualTo(new TokenVerdict.Accepted());
  }

  @Test
  void aTokenForAnotherAudienceIsNobodys() {
    assertThat(verdict(remote.tokenOf(NAMESPACE, "api-server", "someone.example")))
        .isEqualTo(new TokenVerdict.NotAuthenticated());
  }

  @Test
  void aTokenForTheApiServerItselfIsNobodys() {
    assertThat(verdict(remote.tokenOf(NAMESPACE, "api-server")))
        .isEqualTo(new TokenVerdict.NotAuthenticated());
  }

  @Test
  void anotherUserIsNotAllowed() {
    assertThat(verdict(remote.tokenOf(NAMESPACE, "somebody-else", AUDIENCE)))
        .isEqualTo(
            new TokenVerdict.NotAllowed("system:serviceaccount:" + NAMESPACE + ":somebody-else"));
  }

  @Test
  void anExpiredTokenIsNobodys() {
    String token = remote.tokenOf(NAMESPACE, "api-server", AUDIENCE);

    assertThat(verdict(remote.expired(token))).isEqualTo(new TokenVerdict.NotAuthenticated());
  }

  @Test
  void aTokenOfTheOtherClusterIsNobodys(Clusters clusters) {
    assertThat(verdict(clusters.a().tokenOf("default", "api-server", AUDIENCE)))
        .isEqualTo(new TokenVerdict.NotAuthenticated());
  }

  @Test
  void garbageIsNobodys() {
    assertThat(verdict("garbage")).isEqualTo(new TokenVerdict.NotAuthenticated());
    assertThat(verdict("a.b.c")).isEqualTo(new TokenVerdict.NotAuthenticated());
  }

  @Test
  void callersThatComeTogetherOrSoonAfterShareOneReview() {
    String token = remote.tokenOf(NAMESPACE, "api-server", AUDIENCE);
    long before = reviewsAsked();

    assertThat(
            IntStream.range(0, 50)
                .mapToObj(call -> reviews.review(CLUSTER, token).toCompletableFuture())
                .toList())
        .allSatisfy(review -> assertThat(review.join()).isEqualTo(new TokenVerdict.Accepted()));
    assertThat(verdict(token)).isEqualTo(new TokenVerdict.Accepted());

    assertThat(reviewsAsked() - before).isOne();
  }

  @Test
  void whileTheApiServerIsAwayNobodyIsLetInAndAfterwardsCallersAre() {
    String token = remote.tokenOf(NAMESPACE, "api-server", AUDIENCE);
    proxy.make(Fault.DROP);

    assertThat(verdict(token)).isInstanceOf(TokenVerdict.Unknown.class);

    proxy.make(Fault.NONE);
    await().until(() -> verdict(token).equals(new TokenVerdict.Accepted()));
  }

  @Test
  void anApiServerThatNeverAnswersIsNotWaitedFor() {
    proxy.make(Fault.HANG);

    assertThat(verdict(remote.tokenOf(NAMESPACE, "api-server", AUDIENCE)))
        .isEqualTo(new TokenVerdict.Unknown("its API server didn't answer in time"));
  }

  @Test
  void anAnswerThatIsNoneLetsNobodyIn() {
    for (Fault fault :
        List.of(Fault.garbage(), Fault.internalError(), Fault.redirect("https://127.0.0.1:1/"))) {
      proxy.make(fault);

      assertThat(verdict(remote.tokenOf(NAMESPACE, "api-server", AUDIENCE)))
          .as(fault.toString())
          .isInstanceOf(TokenVerdict.Unknown.class);
    }
  }

  @Test
  void aChangedSecretIsFollowed() {
    String token = remote.tokenOf(NAMESPACE, "api-server", AUDIENCE);
    storeKubeconfigOf(NAMESPACE, "somebody-else");
    await()
        .until(
            () ->
                verdict(token + "x")
                    .equals(
                        new TokenVerdict.Unknown("its API server answered the review with 403")));

    storeKubeconfigOf("istio-system", "rootbridge-remote");
    await().until(() -> verdict(token).equals(new TokenVerdict.Accepted()));
  }

  private TokenVerdict verdict(String token) {
    return reviews.review(CLUSTER, token).toCompletableFuture().join();
  }

  private long reviewsAsked() {
    return proxy.requests().stream().filter(uri -> uri.contains("/tokenreviews")).count();
  }
}
