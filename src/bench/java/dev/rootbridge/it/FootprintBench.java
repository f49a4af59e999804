package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.RealSizeReview;
import dev.rootbridge.bench.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How much memory the packaged program takes in a large cluster, on the day that it is installed:
 * none of the pods has been patched, and each is listed as missed.
 */
@OnRealClusters
class FootprintBench {

  private static final int NAMESPACES = 5000;
  private static final int PODS_EACH = 2;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clusters clusters;

  FootprintBench(Clusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void aLargeClusterFitsIntoAQuarterOfAGibibyte() {
    Report report = Report.of("footprint");
    try (LargeCluster cluster = new LargeCluster(clusters, NAMESPACES)) {
      for (int pod = 0; pod < PODS_EACH; pod++) {
        cluster.inEach(
            namespace ->
                cluster
                    .client()
                    .create("/api/v1/namespaces/" + namespace + "/pods", pod(namespace)));
      }
      long start = System.nanoTime();
      try (RootbridgeProcess process = cluster.start(Map.of())) {
        report.figure(
            "from its start until it writes, at most",
            "%.1f s".formatted((System.nanoTime() - start) / 1e9));
        tell(report, process, "before there is a domain");
        Arrivals.of(cluster, 4, cluster::federate);
        await("all pods in the list of missed ones")
            .atMost(Duration.ofMinutes(1))
            .until(
                () ->
                    Metrics.of(process).value("rootbridge_missed_pods") == NAMESPACES * PODS_EACH);
        tell(report, process, "after the first spread");
        Arrivals.of(cluster, 5, () -> cluster.setRoot(0));
        tell(report, process, "after one root's change");
        long since = System.nanoTime();
        await("an idle minute")
            .atMost(IDLE.multipliedBy(2))
            .pollInterval(Duration.ofSeconds(5))
            .until(() -> System.nanoTime() - since > IDLE.toNanos());
        tell(report, process, "after an idle minute");
        report.measured(
            Goal.requiredAtMost("resident memory at its highest", 256, "MiB"),
            megabytes(process, "VmHWM"));
      }
    }
    report.publish();
  }

  private static void tell(Report report, RootbridgeProcess process, String when) {
    report.figure("resident " + when, "%.0f MiB".formatted(megabytes(process, "VmRSS")));
  }

  private static byte[] pod(String namespace) {
    try {
      ObjectNode pod = (ObjectNode) JSON.readTree(RealSizeReview.podIn(namespace));
      pod.withObjectProperty("metadata")
          .withArrayProperty("ownerReferences")
          .addObject()
          .put("apiVersion", "apps/v1")
          .put("kind", "ReplicaSet")
          .put("name", "checkout-6d5f8c7b9")
          .put("uid", "0f6a3a52-2a55-4f6e-9d0e-6f0a4e5a9c12")
          .put("controller", true);
      return JSON.writeValueAsBytes(pod);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of {@code /proc/PID/status}. */
  private static double megabytes(RootbridgeProcess process, String line) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(text -> text.startsWith(line + ":"))
          .mapToDouble(text -> Double.parseDouble(text.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
