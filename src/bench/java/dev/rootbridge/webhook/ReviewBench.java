package dev.rootbridge.webhook;

import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.Jmh;
import dev.rootbridge.bench.Report;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How long one review takes, without a network, and what it costs that there are many namespaces.
 */
class ReviewBench {

  private static final Map<String, Integer> ONE = Map.of("namespaces", 1);
  private static final Map<String, Integer> MANY = Map.of("namespaces", 5000);

  /** A search in a larger map is no allocation; what the profiler itself counts is less. */
  private static final double SAME = 1.001;

  @Test
  void aReviewTakesLessThanSixtyMicrosecondsHoweverManyNamespacesThereAre() {
    Jmh results = Jmh.run(ReviewMicrobenchmark.class);
    String whole = "parseDecideAndAnswer";
    Report.of("review")
        .measured(
            Goal.atMost("parse, decide and patch, 12 KiB, 1 namespace", 60, "µs"),
            results.score(whole, ONE))
        .measured(Goal.atMost("the same, 5,000 namespaces", 60, "µs"), results.score(whole, MANY))
        .measured(
            Goal.ratioAtMost("bytes allocated at 5,000 namespaces over those at 1", SAME),
            results.allocation(whole, MANY) / results.allocation(whole, ONE))
        .figure("of it, to parse", results.scoreWithError("parse", ONE))
        .figure("of it, to decide and to make the patch", results.scoreWithError("decide", ONE))
        .figure("bytes allocated", "%.0f".formatted(results.allocation(whole, ONE)))
        .publish();
  }
}
