package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.kube.TrustBundleApi.Answer;
import dev.rootbridge.sync.SourceReading.Read;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.TestCertificate;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which version is taken of those that an API server says it serves. No server that could be had
 * when this was written serves v1, so this one answers with what is told here: discovery as
 * Kubernetes 1.36 has it, with a version more.
 */
class TrustBundleApiTest {

  private static final String GROUP = "/apis/certificates.k8s.io/";
  private static final TestCertificate ROOT = TestCertificate.root("O=mesh");

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private KubernetesClient client;
  private TrustBundleApi api;

  @BeforeEach
  void start() {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.actualPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    api.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.path());
    String body = answers.get(request.path());
    if (body == null) {
      request.response().setStatusCode(404).end();
    } else if (body.isEmpty()) {
      request.response().setStatusCode(500).end();
    } else {
      request.response().putHeader("Content-Type", "application/json").end(body);
    }
  }

  @Test
  void whereBothAreServedV1IsTaken() {
    serve("v1", "certificatesigningrequests", "clustertrustbundles");
    serve("v1beta1", "clustertrustbundles", "podcertificaterequests");

    awaitAnswer(new Answer.Served("v1"));
  }

  @Test
  void aGroupVersionThatLacksThemDoesNotCountAndOneThatGetsThemDoes() {
    serve("v1", "certificatesigningrequests");
    serve("v1beta1", "clustertrustbundles");
    awaitAnswer(new Answer.Served("v1beta1"));

    serve("v1", "certificatesigningrequests", "clustertrustbundles");

    awaitAnswer(new Answer.Served("v1"));
  }

  @Test
  void alphaVersionsAreNotTaken() {
    serve("v1", "certificatesigningrequests");
    serve("v1alpha1", "clustertrustbundles");

    awaitAnswer(new Answer.NotServed());
  }

  @Test
  void anAnswerStaysWhileTheServerHasNone() {
    serve("v1", "clustertrustbundles");
    awaitAnswer(new Answer.Served("v1"));

    answers.put(GROUP + "v1", "");
    int before = asked.size();
    await().until(() -> asked.size() > before + 3);

    assertThat(api.answer()).isEqualTo(new Answer.Served("v1"));
  }

  @Test
  void bundlesAreReadInTheVersionThatIsTaken() {
    serve("v1", "clustertrustbundles");
    serve("v1beta1", "clustertrustbundles");
    answers.put(
        GROUP + "v1/clustertrustbundles",
        """
        {"kind": "ClusterTrustBundleList", "apiVersion": "certificates.k8s.io/v1",
         "metadata": {"resourceVersion": "7"},
         "items": [{"apiVersion": "certificates.k8s.io/v1", "kind": "ClusterTrustBundle",
                    "metadata": {"name": "mesh", "resourceVersion": "7"},
                    "spec": {"trustBundle": "%s"}}]}
        """
            .formatted(ROOT.pem().replace("\n", "\\n")));
    awaitAnswer(new Answer.Served("v1"));

    try (ClusterTrustBundleSource source =
        new ClusterTrustBundleSource(
            client, new ClusterTrustBundles.Named("mesh"), api, PemLimits.DEFAULTS, () -> {})) {
      await().until(() -> source.reading() instanceof Read);
    }
    assertThat(asked).doesNotContain(GROUP + "v1beta1/clustertrustbundles");
  }

  private void awaitAnswer(Answer expected) {
    if (api == null) {
      api = new TrustBundleApi(client, Duration.ofMillis(50), () -> {});
    }
    await().untilAsserted(() -> assertThat(api.answer()).isEqualTo(expected));
  }

  private void serve(String version, String... plurals) {
    StringBuilder resources = new StringBuilder();
    for (String plural : plurals) {
      resources
          .append(resources.isEmpty() ? "" : ", ")
          .append("{\"name\": \"" + plural + "\", \"singularName\": \"\", \"namespaced\": false,")
          .append(" \"kind\": \"Any\", \"verbs\": [\"get\", \"list\", \"watch\"]}");
    }
    answers.put(
        GROUP + version,
        """
        {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "certificates.k8s.io/%s",
         "resources": [%s]}
        """
            .formatted(version, resources));
  }
}
