package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rootbridge.boot.dev.cluster.EmbeddedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of an object that no plan needs nothing is kept, and it asks for no pass. */
class FactsTest {

  private static Vertx vertx;
  private static EmbeddedCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    cluster = EmbeddedCluster.start(vertx, "facts", Clock.systemUTC());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void onlyAChangedFactAsksForAPass() {
    AtomicInteger asked = new AtomicInteger();
    try (Facts<ConfigMap, String> facts =
        Facts.follow(
            client.configMaps().inAnyNamespace(),
            "ConfigMaps",
            ConfigMap::new,
            configMap -> Optional.ofNullable(configMap.getData()).map(data -> data.get("fact")),
            Room.unlimited(),
            asked::incrementAndGet)) {
      await().until(() -> facts.state() == RenewedInformer.State.FOLLOWED && asked.get() == 1);

      create("none", Map.of("other", "x"));
      create("first", Map.of("fact", "1"));
      awaitFacts(facts, "1");
      assertThat(asked).as("the first").hasValue(2);

      change("none", Map.of("other", "y"));
      change("first", Map.of("fact", "1", "other", "z"));
      change("first", Map.of("fact", "2"));
      awaitFacts(facts, "2");
      assertThat(asked).as("its change").hasValue(3);

      delete("none");
      delete("first");
      awaitFacts(facts);
      assertThat(asked).as("its end").hasValue(4);
    }
  }

  private static void awaitFacts(Facts<ConfigMap, String> facts, String... expected) {
    await()
        .until(
            () -> facts.byNamespace().getOrDefault("shop", List.of()), List.of(expected)::equals);
  }

  private static void create(String name, Map<String, String> data) {
    client.resource(configMap(name, data)).create();
  }

  private static void change(String name, Map<String, String> data) {
    client.resource(configMap(name, data)).update();
  }

  private static void delete(String name) {
    client.configMaps().inNamespace("shop").withName(name).delete();
  }

  private static ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .endMetadata()
        .withData(data)
        .build();
  }
}
