package dev.rootbridge.it;

import dev.rootbridge.bench.ConstantRate;
import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.RealSizeReview;
import dev.rootbridge.bench.Report;
import dev.rootbridge.bench.Sample;
import java.io.IOException;
import java.nio.file.Files;
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

  /** Fewer for a machine that doesn't carry so many: {@code -Drate=100}. */
  private static final int PODS_A_SECOND = Integer.getInteger("rate", 200);

  private static final ConstantRate RATE = rate(PODS_A_SECOND);

  /** A JVM is slow at first: what piles up at the full rate would take long to go away. */
  private static final List<ConstantRate> WARM_UP_RATES =
      List.of(rate(PODS_A_SECOND / 4), rate(PODS_A_SECOND / 2), rate(PODS_A_SECOND * 3 / 4));

  private static final Duration WEBHOOK_WARM_UP = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration ROUND = Duration.ofSeconds(8);
  private static final int ROUNDS = 4;
  private static final List<Integer> PERCENTILES = List.of(50, 90, 99);

  private final Installation rootbridge;

  AdmissionLatencyBench(Installation rootbridge) {
    this.rootbridge = rootbridge;
  }

  @Test
  void theWebhookAddsTwoMillisecondsToTheCreationOfAPod() throws IOException {
    try (Federation federation = Federation.of(rootbridge)) {
      // Until the webhook knows of the bundle.
      federation.createPod(SidecarPod.CLASSIC);
      warmUp(federation.namespace());
      ApiServer cluster = rootbridge.clusters().a();
      TenantNamespace plain = federation.newNamespace();
      PodStream asked =
          new PodStream(cluster, federation.namespace(), plain, PodStream.Expected.INJECTED);
      PodStream unasked = new PodStream(cluster, plain, plain, PodStream.Expected.UNTOUCHED);
      for (ConstantRate rate : WARM_UP_RATES) {
        unasked.create(rate, WARM_UP);
        asked.create(rate, WARM_UP);
      }
      List<Sample> without = new ArrayList<>();
      List<Sample> with = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        without.add(unasked.create(RATE, ROUND));
        with.add(asked.create(RATE, ROUND));
      }
      tell("without", without);
      tell("with", with);
      double added = median(with, 50) - median(without, 50);
      Report report = Report.of("admission-latency");
      report.measured(
          Goal.atMost(
              "added by the webhook at the median, at %d pods a second".formatted(PODS_A_SECOND),
              2,
              "ms"),
          added);
      for (int percent : PERCENTILES) {
        report.figure(
            "p%d without the webhook".formatted(percent), millis(median(without, percent)));
        report.figure("p%d with the webhook".formatted(percent), millis(median(with, percent)));
      }
      report.publish();
    }
  }

  /** Compiled by then: what the compilers do would fill a machine that is shared by so many. */
  private void warmUp(TenantNamespace namespace) throws IOException {
    byte[] review = RealSizeReview.in(namespace.name());
    new H2load(Files.write(Report.file("review.json"), review))
        .warmUp(rootbridge.process().webhook(), WEBHOOK_WARM_UP);
  }

  private static ConstantRate rate(int perSecond) {
    return new ConstantRate(perSecond, PodStream.MAX_IN_FLIGHT);
  }

  private static void tell(String what, List<Sample> rounds) {
    System.out.println(
        "medians of the rounds %s the webhook: %s"
            .formatted(what, rounds.stream().map(round -> millis(round.percentile(50))).toList()));
  }

  /** The median over the rounds, so that one disturbance isn't all that is seen. */
  private static double median(List<Sample> rounds, int percent) {
    return Sample.of(rounds.stream().map(round -> round.percentile(percent)).toList()).median();
  }

  private static String millis(double value) {
    return "%.2f ms".formatted(value);
  }
}
