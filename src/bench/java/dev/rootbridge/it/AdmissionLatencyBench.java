package dev.rootbridge.it;

import dev.rootbridge.bench.ConstantRate;
import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.Report;
import dev.rootbridge.bench.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What users feel: how much longer the creation of a pod takes on a real API server when the
 * webhook is asked. Client, API server, etcd and webhook share the machine.
 */
@OnRealClusters
class AdmissionLatencyBench {

  private static final ConstantRate RATE = new ConstantRate(200);
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration ROUND = Duration.ofSeconds(8);
  private static final int ROUNDS = 4;
  private static final List<Integer> PERCENTILES = List.of(50, 90, 99);

  private final Installation rootbridge;

  AdmissionLatencyBench(Installation rootbridge) {
    this.rootbridge = rootbridge;
  }

  @Test
  void theWebhookAddsTwoMillisecondsToTheCreationOfAPod() {
    try (Federation federation = Federation.of(rootbridge)) {
      // Until the webhook knows of the bundle.
      federation.createPod(SidecarPod.CLASSIC);
      ApiServer cluster = rootbridge.clusters().a();
      PodStream asked = new PodStream(cluster, federation.namespace(), PodStream.Expected.INJECTED);
      PodStream unasked =
          new PodStream(cluster, federation.newNamespace(), PodStream.Expected.UNTOUCHED);
      unasked.create(RATE, WARM_UP);
      asked.create(RATE, WARM_UP);
      List<Sample> without = new ArrayList<>();
      List<Sample> with = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        without.add(unasked.create(RATE, ROUND));
        with.add(asked.create(RATE, ROUND));
      }
      double added = median(with, 50) - median(without, 50);
      Report report = Report.of("admission-latency");
      report.measured(Goal.atMost("added by the webhook at the median", 2, "ms"), added);
      for (int percent : PERCENTILES) {
        report.figure(
            "p%d without the webhook".formatted(percent), millis(median(without, percent)));
        report.figure("p%d with the webhook".formatted(percent), millis(median(with, percent)));
      }
      report.publish();
    }
  }

  /** The median over the rounds, so that one disturbance isn't all that is seen. */
  private static double median(List<Sample> rounds, int percent) {
    return Sample.of(rounds.stream().map(round -> round.percentile(percent)).toList()).median();
  }

  private static String millis(double value) {
    return "%.2f ms".formatted(value);
  }
}
