package dev.rootbridge.it;

import io.fabric8.kubeapitest.KubeAPITestException;
import java.util.Map;
import java.util.function.Supplier;
import org.opentest4j.TestAbortedException;

/**
 * The two clusters or the reason why there are none, found out once a build.
 *
 * <p>On a machine without the binaries and without a network the integration tests are skipped, and
 * the build says so in one line. Where {@code CI} is set, nobody reads that line, so there it
 * fails.
 */
final class RealClusters implements AutoCloseable {

  private static final String REMEDY =
      "set KUBEBUILDER_ASSETS to a folder with kube-apiserver, etcd and kubectl"
          + " (setup-envtest makes one), or let the build download them";

  private final Supplier<Clusters> clusters;
  private final Runnable close;

  private RealClusters(Supplier<Clusters> clusters, Runnable close) {
    this.clusters = clusters;
    this.close = close;
  }

  static RealClusters find(Map<String, String> environment) {
    try {
      KubernetesBinaries binaries = KubernetesBinaries.locate(environment);
      return binaries.complete() ? started(binaries) : downloaded(binaries, environment);
    } catch (RuntimeException e) {
      return missing(e);
    }
  }

  private static RealClusters started(KubernetesBinaries binaries) {
    Clusters clusters = Clusters.start(binaries);
    return new RealClusters(() -> clusters, clusters::close);
  }

  private static RealClusters downloaded(
      KubernetesBinaries binaries, Map<String, String> environment) {
    try {
      return started(binaries);
    } catch (KubeAPITestException e) {
      if (environment.containsKey("CI")) {
        throw new IllegalStateException("no kube-apiserver for integration tests: " + REMEDY, e);
      }
      System.out.println(
          "[WARNING] Integration tests are SKIPPED: no kube-apiserver was found or could be"
              + " downloaded. To run them, "
              + REMEDY
              + ".");
      return missing(new TestAbortedException("no kube-apiserver: " + REMEDY, e));
    }
  }

  private static RealClusters missing(RuntimeException reason) {
    return new RealClusters(
        () -> {
          throw reason;
        },
        () -> {});
  }

  /**
   * The clusters.
   *
   * @throws TestAbortedException where there are none, which skips the calling tests
   * @throws RuntimeException where there should be some
   */
  Clusters require() {
    return clusters.get();
  }

  @Override
  public void close() {
    close.run();
  }
}
