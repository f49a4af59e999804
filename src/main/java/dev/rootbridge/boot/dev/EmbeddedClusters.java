package dev.rootbridge.boot.dev;

import dev.rootbridge.boot.dev.cluster.Authority;
import dev.rootbridge.boot.dev.cluster.EmbeddedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Two clusters whose meshes have different roots. A, which Rootbridge serves, chose to trust B; and
 * B is reached as a real one would be, by the kubeconfig in a remote Secret.
 */
@Embedded
@Singleton
final class EmbeddedClusters {

  /** As {@code istioctl}'s own root lives. */
  private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);

  /**
   * Apart from the application's, whose metrics tell servers by their port and can't take one that
   * is free to choose it.
   */
  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));

  private final EmbeddedCluster a;
  private final EmbeddedCluster b;

  EmbeddedClusters(Clock clock) {
    Instant now = clock.instant();
    a = EmbeddedCluster.start(vertx, "cluster-a", clock);
    b = EmbeddedCluster.start(vertx, "cluster-b", clock);
    try (KubernetesClient client = connect(b)) {
      SampleObjects.mesh(Authority.mint("O=Cluster B,CN=Root CA", now, ROOT_LIFETIME))
          .forEach(object -> client.resource(object).create());
    }
    try (KubernetesClient client = connect(a)) {
      SampleObjects.mesh(Authority.mint("O=Cluster A,CN=Root CA", now, ROOT_LIFETIME))
          .forEach(object -> client.resource(object).create());
      SampleObjects.federation(b).forEach(object -> client.resource(object).create());
    }
  }

  /** Sends every client of the application to cluster A. */
  @Produces
  @Singleton
  Config clientConfig() {
    return Config.fromKubeconfig(a.kubeconfig());
  }

  /** The cluster that Rootbridge serves. */
  EmbeddedCluster served() {
    return a;
  }

  @PreDestroy
  void close() {
    a.close();
    b.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static KubernetesClient connect(EmbeddedCluster cluster) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
        .build();
  }
}
