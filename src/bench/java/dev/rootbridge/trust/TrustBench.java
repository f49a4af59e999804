package dev.rootbridge.trust;

import dev.rootbridge.bench.Goal;
import dev.rootbridge.bench.Jmh;
import dev.rootbridge.bench.Report;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long the roots of twenty trust domains take, and a megabyte that is no PEM. */
class TrustBench {

  @Test
  void bundlesAreMadeAndJunkIsRefusedInMilliseconds() {
    Jmh results = Jmh.run(TrustMicrobenchmark.class);
    Report report = Report.of("trust");
    report.measured(
        Goal.atMost("parse, lint, constrain and render 20 domains × 4 roots", 50, "ms"),
        results.score("parseLintConstrainAndRender", Map.of()));
    for (Junk junk : Junk.values()) {
      report.measured(
          Goal.atMost("refuse 1 MiB of " + words(junk), 20, "ms"),
          results.score("refuse", Map.of("junk", junk)));
    }
    report.publish();
  }

  private static String words(Junk junk) {
    return junk.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
