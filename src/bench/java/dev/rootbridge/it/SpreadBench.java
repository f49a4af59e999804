package dev.rootbridge.it;

import static org.awaitility.Awaitility.await;

import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.Report;
import dev.rootbridge.bench.Sample;
import dev.rootbridge.it.Arrivals.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How fast the packaged program brings roots to 2,000 namespaces through a real API server, with
 * the rights of its own ServiceAccount. Client, API server, etcd and program share the machine.
 */
@OnRealClusters
class SpreadBench {

  private static final int NAMESPACES = 2000;
  private static final int ROUNDS = 3;

  /** As many as the program has writers. */
  private static final int WRITERS = 8;

  private static final Map<String, String> LIFTED =
      Map.of("rootbridge.sync.writes-per-second", "0");

  /** One local root and one of each domain. */
  private static final int AT_FIRST = 4;

  private final Clusters clusters;

  SpreadBench(Clusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void rootsReachAllNamespacesSoonAndARestartWritesNothing() {
    Report report = Report.of("spread");
    try (LargeCluster cluster = new LargeCluster(clusters, NAMESPACES)) {
      withoutBudget(cluster, report);
      withTheBudget(cluster, report);
      report.measured(
          Goal.requiredAtMost("objects that a restart wrote", 0, ""), writtenByRestart(cluster));
    }
    report.publish();
  }

  private static void withoutBudget(LargeCluster cluster, Report report) {
    List<Double> spreads = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Spread change;
      try (RootbridgeProcess process = cluster.start(LIFTED)) {
        spreads.add(Arrivals.of(cluster, AT_FIRST, cluster::federate).total());
        awaitCurrent(process);
        change = Arrivals.of(cluster, AT_FIRST + 1, () -> cluster.setRoot(0));
        process.terminate();
      }
      plain.add(cluster.applyPlainly(WRITERS));
      ratios.add(spreads.get(round) / plain.get(round));
      report.figure("one root's change without a budget, round " + (round + 1), text(change));
      cluster.clear();
    }
    report.measured(
        Goal.ratioAtMost("first spread without a budget over plain applies, median", 2),
        Sample.of(ratios).median());
    report.figure("first spread without a budget", "%s s".formatted(Sample.of(spreads)));
    report.figure("plain parallel server-side applies", "%s s".formatted(Sample.of(plain)));
  }

  private static void withTheBudget(LargeCluster cluster, Report report) {
    try (RootbridgeProcess process = cluster.start(Map.of())) {
      report.measured(
          Goal.requiredAtMost("first spread at the default budget", 15, "s"),
          Arrivals.of(cluster, AT_FIRST, cluster::federate).total());
      awaitCurrent(process);
      Spread change = Arrivals.of(cluster, AT_FIRST + 1, () -> cluster.setRoot(0));
      report.figure("one root's change at the default budget", text(change));
      awaitCurrent(process);
      process.terminate();
    }
  }

  private static int writtenByRestart(LargeCluster cluster) {
    Map<String, String> before = cluster.versions();
    try (RootbridgeProcess process = cluster.start(LIFTED)) {
      awaitCurrent(process);
      // Only whoever writes, and has nothing else to write, comes to this.
      cluster.probe();
      process.terminate();
    }
    Map<String, String> after = cluster.versions();
    return (int)
        before.entrySet().stream()
            .filter(object -> !object.getValue().equals(after.get(object.getKey())))
            .peek(object -> System.out.println("written by the restart: " + object.getKey()))
            .count();
  }

  private static void awaitCurrent(RootbridgeProcess process) {
    await("a plan that finds all bundles current")
        .atMost(Duration.ofMinutes(1))
        .until(() -> Metrics.of(process).value("rootbridge_targets", "current") == NAMESPACES);
  }

  private static String text(Spread spread) {
    return "p50 %.2f s, p99 %.2f s, last %.2f s; %d writes"
        .formatted(
            spread.seconds().percentile(50),
            spread.seconds().percentile(99),
            spread.total(),
            spread.writes());
  }
}
