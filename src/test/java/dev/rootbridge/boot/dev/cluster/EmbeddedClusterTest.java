package dev.rootbridge.boot.dev.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cluster as the client that Rootbridge uses sees it. */
class EmbeddedClusterTest {

  private static final ResourceDefinitionContext WIDGETS =
      new ResourceDefinitionContext.Builder()
          .withGroup("example.dev")
          .withVersion("v1")
          .withKind("Widget")
          .withPlural("widgets")
          .withNamespaced(false)
          .build();

  private static Vertx vertx;
  private EmbeddedCluster cluster;
  private KubernetesClient client;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void startCluster() {
    cluster = EmbeddedCluster.start(vertx, "cluster-a", Clock.systemUTC());
    client = clientOf(cluster.kubeconfig());
  }

  @AfterEach
  void stopCluster() {
    client.close();
    cluster.close();
  }

  @Test
  void refusesAnotherToken() {
    String stolen = cluster.kubeconfig().replace(cluster.bearerToken(), "0123");

    try (KubernetesClient stranger = clientOf(stolen)) {
      assertThatThrownBy(() -> stranger.namespaces().list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("this cluster wants its bearer token");
    }
  }

  @Test
  void listsByLabelAndField() {
    client.resource(namespace("shop", Map.of("team", "a"))).create();
    client.resource(namespace("bank", Map.of())).create();

    assertThat(client.namespaces().list().getItems())
        .extracting(namespace -> namespace.getMetadata().getName())
        .containsExactly("bank", "shop");
    assertThat(client.namespaces().withLabel("team").list().getItems())
        .extracting(namespace -> namespace.getMetadata().getName())
        .containsExactly("shop");
    assertThat(client.namespaces().withLabelNotIn("team", "a", "b").list().getItems())
        .extracting(namespace -> namespace.getMetadata().getName())
        .containsExactly("bank");
    assertThat(client.namespaces().withField("metadata.name", "bank").list().getItems())
        .extracting(namespace -> namespace.getMetadata().getName())
        .containsExactly("bank");
  }

  @Test
  void applyTakesOutWhatTheManagerNoLongerWants() {
    client.resource(configMap(Map.of("theirs", "1"))).fieldManager("them").serverSideApply();
    client.resource(configMap(Map.of("a", "1", "b", "1"))).fieldManager("us").serverSideApply();

    ConfigMap after =
        client.resource(configMap(Map.of("a", "2"))).fieldManager("us").serverSideApply();

    assertThat(after.getData()).containsOnly(Map.entry("theirs", "1"), Map.entry("a", "2"));
  }

  @Test
  void applyOfTheSameWritesNothing() {
    ConfigMap first = client.resource(configMap(Map.of("a", "1"))).serverSideApply();

    ConfigMap second = client.resource(configMap(Map.of("a", "1"))).serverSideApply();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void refusesAReplaceOfAnOlderVersion() {
    ConfigMap first = client.resource(configMap(Map.of("a", "1"))).create();
    client.resource(configMap(Map.of("a", "2"))).patch(merge());

    assertThatThrownBy(
            () ->
                client
                    .resource(new ConfigMapBuilder(first).addToData("a", "3").build())
                    .lockResourceVersion(first.getMetadata().getResourceVersion())
                    .update())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("was changed meanwhile");
  }

  @Test
  void statusAndTheRestAreWrittenApart() {
    client.genericKubernetesResources(WIDGETS).resource(widget("spec", "size", 1)).create();

    client
        .genericKubernetesResources(WIDGETS)
        .resource(widget("status", "ready", 7))
        .subresource("status")
        .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
    GenericKubernetesResource after =
        client
            .genericKubernetesResources(WIDGETS)
            .resource(widget("spec", "size", 2))
            .serverSideApply();

    assertThat(after.getAdditionalProperties())
        .containsEntry("spec", Map.of("size", 2))
        .containsEntry("status", Map.of("ready", 7));
    assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void informersFollow() throws InterruptedException {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    client.resource(namespace("before", Map.of("team", "a"))).create();

    client.namespaces().withLabel("team").inform(recordingInto(events));

    assertThat(next(events)).isEqualTo("+before");
    client.resource(namespace("shop", Map.of("team", "a"))).create();
    assertThat(next(events)).isEqualTo("+shop");
    client.resource(namespace("shop", Map.of("team", "b"))).patch(merge());
    assertThat(next(events)).isEqualTo("~shop");
    client.namespaces().withName("shop").edit(EmbeddedClusterTest::withoutLabels);
    assertThat(next(events)).isEqualTo("-shop");
    client.namespaces().withName("before").delete();
    assertThat(next(events)).isEqualTo("-before");
  }

  @Test
  void aNamespaceTakesItsObjectsAlong() {
    client.resource(namespace("shop", Map.of())).create();
    client.resource(configMap(Map.of())).create();

    client.namespaces().withName("shop").delete();

    assertThat(client.configMaps().inAnyNamespace().list().getItems()).isEmpty();
  }

  private static KubernetesClient clientOf(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  private static String next(BlockingQueue<String> events) throws InterruptedException {
    return events.poll(10, TimeUnit.SECONDS);
  }

  private static ResourceEventHandler<Namespace> recordingInto(BlockingQueue<String> events) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Namespace namespace) {
        events.add("+" + namespace.getMetadata().getName());
      }

      @Override
      public void onUpdate(Namespace old, Namespace namespace) {
        events.add("~" + namespace.getMetadata().getName());
      }

      @Override
      public void onDelete(Namespace namespace, boolean unknown) {
        events.add("-" + namespace.getMetadata().getName());
      }
    };
  }

  private static Namespace namespace(String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private static Namespace withoutLabels(Namespace namespace) {
    return new NamespaceBuilder(namespace)
        .editMetadata()
        .withLabels(Map.of())
        .endMetadata()
        .build();
  }

  private static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("bundle")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static GenericKubernetesResource widget(String part, String field, int value) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("example.dev/v1")
        .withKind("Widget")
        .withNewMetadata()
        .withName("one")
        .endMetadata()
        .addToAdditionalProperties(part, Map.of(field, value))
        .build();
  }

  private static PatchContext merge() {
    return PatchContext.of(PatchType.JSON_MERGE);
  }
}
