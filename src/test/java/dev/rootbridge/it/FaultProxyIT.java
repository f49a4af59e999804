package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other tests rely on the faults being there, and on there being none without. */
@OnRealClusters
class FaultProxyIT {

  private static final String NAMESPACE = "default";

  private final ApiServer cluster;
  private final String name = "faults-" + System.nanoTime();
  private FaultProxy proxy;
  private KubernetesClient client;

  FaultProxyIT(Clusters clusters) {
    this.cluster = clusters.b();
  }

  @BeforeEach
  void start() {
    cluster.admin().load(Resources.open("default-admin.yaml")).serverSideApply();
    proxy = FaultProxy.before(cluster);
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(
                        Config.fromKubeconfig(proxy.kubeconfigOf(NAMESPACE, "default", "b")))
                    .withRequestTimeout(1000)
                    .withRequestRetryBackoffLimit(0)
                    .withWatchReconnectInterval(50)
                    .build())
            .build();
    write("0");
  }

  @AfterEach
  void stop() {
    client.close();
    proxy.close();
  }

  @Test
  void withoutAFaultReadsWritesAndWatchesGoThrough() {
    try (SharedIndexInformer<ConfigMap> informer = watch()) {
      awaitValue(informer, "0");

      client.resource(configMap("1")).update();

      awaitValue(informer, "1");
    }
  }

  @Test
  void watchesThatAreCutComeBack() {
    try (SharedIndexInformer<ConfigMap> informer = watch()) {
      awaitValue(informer, "0");
      proxy.make(Fault.DROP);
      proxy.cut();
      await().until(() -> !informer.isWatching());
      write("1");
      assertThat(value(informer)).isEqualTo("0");

      proxy.make(Fault.NONE);

      awaitValue(informer, "1");
    }
  }

  @Test
  void statusesAreThoseOfAnApiServer() {
    proxy.make(Fault.gone());
    assertCode(410);
    proxy.make(Fault.tooManyRequests(Duration.ofSeconds(1)));
    assertCode(429);
    proxy.make(Fault.internalError());
    assertCode(500);
    proxy.make(Fault.NONE);
    assertThat(read().getData()).containsEntry("value", "0");
  }

  @Test
  void bodiesCanBeGarbageOrChanged() {
    proxy.make(Fault.garbage());
    assertThatThrownBy(this::read).isInstanceOf(KubernetesClientException.class);
    proxy.make(new Fault.Rewrite(body -> body.replace("\"0\"", "\"changed\"")));
    assertThat(read().getData()).containsEntry("value", "changed");
  }

  @Test
  void aRequestCanHangAndOthersNot() {
    proxy.makeFor(uri -> uri.contains(name), Fault.HANG);

    assertThatThrownBy(this::read).isInstanceOf(KubernetesClientException.class);
    assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    assertThat(proxy.requests()).contains("/version");
  }

  private void assertCode(int code) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(code));
  }

  private ConfigMap read() {
    return client.configMaps().inNamespace(NAMESPACE).withName(name).get();
  }

  private void write(String value) {
    cluster.admin().resource(configMap(value)).createOr(existing -> existing.update());
  }

  private ConfigMap configMap(String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withData(Map.of("value", value))
        .build();
  }

  private SharedIndexInformer<ConfigMap> watch() {
    return client.configMaps().inNamespace(NAMESPACE).withName(name).inform();
  }

  private static String value(SharedIndexInformer<ConfigMap> informer) {
    return informer.getStore().list().stream()
        .map(configMap -> configMap.getData().get("value"))
        .findFirst()
        .orElse("");
  }

  private static void awaitValue(SharedIndexInformer<ConfigMap> informer, String value) {
    await().until(() -> value(informer).equals(value));
  }
}
