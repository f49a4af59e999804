package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.it.ApiServer;
import dev.rootbridge.it.Clusters;
import dev.rootbridge.it.Fault;
import dev.rootbridge.it.FaultProxy;
import dev.rootbridge.it.OnRealClusters;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of readers, reviewed by a real API server under exactly the rights of the manifests. */
@OnRealClusters
class ReaderReviewsIT {

  private static final String NAMESPACE = "page-readers";
  private static final String HOME = "rootbridge-system";
  private static final String READER = "reader";
  private static final String STRANGER = "stranger";

  private static ApiServer cluster;

  private FaultProxy proxy;
  private KubernetesClient client;
  private ReaderReviews reviews;

  @BeforeAll
  static void install(Clusters clusters) throws IOException {
    cluster = clusters.b();
    for (String namespace : List.of(HOME, NAMESPACE)) {
      cluster
          .admin()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
    }
    serviceAccount(HOME, "rootbridge");
    serviceAccount(NAMESPACE, READER);
    serviceAccount(NAMESPACE, STRANGER);
    applyAccess();
    cluster
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("page-readers-it")
                .endMetadata()
                .withNewRoleRef(
                    "rbac.authorization.k8s.io", "ClusterRole", "rootbridge-page-reader")
                .addNewSubject("", "ServiceAccount", READER, NAMESPACE)
                .build())
        .serverSideApply();
  }

  private static void applyAccess() throws IOException {
    try (InputStream manifest =
        Files.newInputStream(Path.of("webhook-config", "page-access.yaml"))) {
      cluster.admin().load(manifest).serverSideApply();
    }
  }

  private static void serviceAccount(String namespace, String name) {
    cluster
        .admin()
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
    proxy = FaultProxy.before(cluster);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(proxy.kubeconfigOf(HOME, "rootbridge", "home")))
            .build();
    reviews = new ReaderReviews(client, List.of());
  }

  @AfterEach
  void stop() {
    reviews.close();
    client.close();
    proxy.close();
  }

  @Test
  void whoMayGetThePathMayRead() {
    assertThat(verdict(cluster.tokenOf(NAMESPACE, READER))).isEqualTo(new TokenVerdict.Accepted());
  }

  @Test
  void whoeverElseIsKnownMayNot() {
    assertThat(verdict(cluster.tokenOf(NAMESPACE, STRANGER)))
        .isEqualTo(
            new TokenVerdict.NotAllowed("system:serviceaccount:" + NAMESPACE + ":" + STRANGER));
  }

  @Test
  void whoIsNotKnownMayNot() {
    assertThat(verdict("garbage")).isEqualTo(new TokenVerdict.NotAuthenticated());
    assertThat(verdict(cluster.expired(cluster.tokenOf(NAMESPACE, READER))))
        .isEqualTo(new TokenVerdict.NotAuthenticated());
    assertThat(verdict(cluster.tokenOf(NAMESPACE, READER, "someone.example")))
        .isEqualTo(new TokenVerdict.NotAuthenticated());
  }

  @Test
  void anAudienceOfItsOwnKeepsOtherTokensOut() {
    try (ReaderReviews forThePage = new ReaderReviews(client, List.of("rootbridge.example"))) {
      assertThat(
              forThePage
                  .review(cluster.tokenOf(NAMESPACE, READER, "rootbridge.example"))
                  .toCompletableFuture()
                  .join())
          .isEqualTo(new TokenVerdict.Accepted());
      assertThat(forThePage.review(cluster.tokenOf(NAMESPACE, READER)).toCompletableFuture().join())
          .isEqualTo(new TokenVerdict.NotAuthenticated());
    }
  }

  @Test
  void whileNobodyCanBeAskedNobodyIsLetIn() {
    for (Fault fault : List.of(Fault.internalError(), Fault.garbage(), new Fault.Drop())) {
      proxy.make(fault);
      assertThat(verdict(cluster.tokenOf(NAMESPACE, READER)))
          .as(fault.toString())
          .isInstanceOf(TokenVerdict.Unknown.class);
    }
  }

  @Test
  void whileOnlyTheRightsCanNotBeAskedForNobodyIsLetIn() {
    for (Fault fault : List.of(Fault.internalError(), Fault.garbage(), Fault.notFound())) {
      proxy.makeFor(request -> request.contains("subjectaccessreviews"), fault);
      assertThat(verdict(cluster.tokenOf(NAMESPACE, READER)))
          .as(fault.toString())
          .isInstanceOf(TokenVerdict.Unknown.class);
    }
  }

  @Test
  void withoutTheRightToAskNobodyIsLetIn() throws IOException {
    cluster.admin().rbac().clusterRoleBindings().withName("rootbridge-page-access").delete();
    try {
      await()
          .untilAsserted(
              () ->
                  assertThat(verdict(cluster.tokenOf(NAMESPACE, READER)))
                      .isEqualTo(
                          new TokenVerdict.Unknown("its API server answered the review with 403")));
    } finally {
      applyAccess();
    }
    await()
        .until(
            () -> verdict(cluster.tokenOf(NAMESPACE, READER)).equals(new TokenVerdict.Accepted()));
  }

  @Test
  void aTokenIsReviewedOnceInAWhile() {
    String token = cluster.tokenOf(NAMESPACE, READER);
    for (int i = 0; i < 20; i++) {
      assertThat(verdict(token)).isEqualTo(new TokenVerdict.Accepted());
    }
    assertThat(proxy.requests().stream().filter(uri -> uri.contains("reviews"))).hasSize(2);
  }

  private TokenVerdict verdict(String token) {
    return reviews.review(token).toCompletableFuture().join();
  }
}
