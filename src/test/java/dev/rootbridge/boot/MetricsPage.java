package dev.rootbridge.boot;

import dev.rootbridge.kube.KubeMeters;
import dev.rootbridge.serving.ServedCertificate;
import dev.rootbridge.web.TestPlan;
import dev.rootbridge.webhook.WebhookMeters;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every metric as Prometheus finds it, once each of those who count has something to count. */
final class MetricsPage {

  private static final Pattern FAMILY =
      Pattern.compile("(?m)^# HELP (\\S+) (.*)\\n# TYPE \\S+ (\\S+)\\n((?:[^#].*\\n)*)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  private MetricsPage() {}

  static String text() {
    Map<String, String> rows = new TreeMap<>();
    FAMILY.matcher(scrape()).results().forEach(family -> rows.put(family.group(1), row(family)));
    return """
        # Metrics

        %s
        On the management port, at `/q/metrics`, beside those of the JVM and of the HTTP servers. What to watch: [Alerts](../operations.md#alerts).

        | metric | type | labels | what |
        |---|---|---|---|
        %s
        """
        .formatted(ReferencePagesTest.GENERATED, String.join("\n", rows.values()));
  }

  private static String row(MatchResult family) {
    String labels =
        LABEL
            .matcher(family.group(4))
            .results()
            .map(label -> "`" + label.group(1) + "`")
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |"
        .formatted(family.group(1), family.group(3), labels, family.group(2));
  }

  /** By the registry that the platform comes with. */
  @SuppressWarnings("deprecation")
  private static String scrape() {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.config().meterFilter(new AdmissionHistogram());
    KubeMeters.use(meters);
    WebhookMeters.use(meters);
    ServingMeters.register(meters, new ServedCertificate(Clock.systemUTC()));
    new PlanAgeGauge(() -> Optional.of(TestPlan.settled()), Clock.systemUTC()).bindTo(meters);
    new MissedPodGauges(() -> Optional.of(TestPlan.settled()), List.of()).bindTo(meters);
    return meters.scrape();
  }
}
