package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rootbridge.sync.MissedReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Alerts and the dashboard, by what Prometheus makes of them and by what a process has for them.
 */
@OnRealClusters
class MonitoringIT {

  private static final Path ALERTS = HelmChart.FOLDER.resolve("files/alerts.yaml");
  private static final Path ALERTS_TEST = Path.of("src/test/resources/alerts/alerts-test.yaml");
  private static final Path DASHBOARD = HelmChart.FOLDER.resolve("files/dashboard.json");
  private static final Pattern METRIC = Pattern.compile("\\brootbridge_[a-z_]+\\b");
  private static final Pattern REASONS = Pattern.compile("reason!?[=~]+\"([^\"]+)\"");
  private static final Pattern SERIES = Pattern.compile("(?m)^(rootbridge_[a-z_]+)(?=[{ ])");

  private static final String WITHOUT_PROMTOOL =
      "PROMTOOL_BIN is not set, so the alerts were not tried out; set it to Prometheus' promtool";

  private static final Path REFERENCE = Path.of("docs/reference/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^[|] `(rootbridge_[a-z_]+)` [|][^|]*[|]([^|]*)[|]");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** Of metrics that PromQL asks for by what Prometheus makes of a histogram or a summary. */
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|without|on) *[(]([^)]*)[)]");
  private static final Pattern MATCHED = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=)\\s*\"");

  /** What Prometheus adds of where it has a series from. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job", "namespace", "pod");

  /**
   * There is nothing to count of these in a process that works as it should; that they are made is
   * in the reference.
   */
  private static final Set<String> OF_TROUBLE =
      Set.of(
          "rootbridge_callers_refused_total",
          "rootbridge_source_failures_total",
          // Where Rootbridge keeps the caBundle itself, as it doesn't here.
          "rootbridge_serving_ca_bundle_foreign",
          "rootbridge_serving_next_ca_seconds",
          "rootbridge_serving_steps_total");

  private final Installation rootbridge;
  private final RootbridgeProcess process;

  MonitoringIT(Installation rootbridge) {
    this.rootbridge = rootbridge;
    this.process = rootbridge.process();
  }

  @Test
  void nothingIsAskedForThatThereIsNot() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (JsonNode alert : alerts()) {
      asked.addAll(found(METRIC, alert.at("/expr").asText()));
    }
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).at("/panels")) {
      assertThat(panel.at("/targets")).as(panel.at("/title").asText()).isNotEmpty();
      panel
          .at("/targets")
          .forEach(target -> asked.addAll(found(METRIC, target.at("/expr").asText())));
    }
    assertThat(asked).hasSizeGreaterThan(12).containsAll(OF_TROUBLE);
    asked.removeAll(OF_TROUBLE);
    try (Federation federation = Federation.of(rootbridge)) {
      federation.awaitTrustIn(federation.remoteRoot());
      federation.namespace().preview(SidecarPod.CLASSIC.create());
      await().untilAsserted(() -> assertThat(found(SERIES, process.metrics())).containsAll(asked));
    }
  }

  /** ReferencePagesTest makes that page of the code and compares. */
  @Test
  void whatIsThereInTroubleOnlyIsInTheReference() throws IOException {
    assertThat(labels().keySet()).containsAll(OF_TROUBLE);
  }

  @Test
  void noLabelIsAskedForThatItsMetricHasNot() throws IOException {
    Map<String, Set<String>> labels = labels();
    List<String> wrong = new ArrayList<>();
    int looked = 0;
    for (String query : queries()) {
      Set<String> known = new TreeSet<>(OF_THE_SCRAPE);
      for (String metric : found(METRIC, query)) {
        known.addAll(labels.getOrDefault(metric, Set.of()));
        known.addAll(labels.getOrDefault(PART.matcher(metric).replaceAll(""), Set.of()));
      }
      Set<String> asked = labelsOf(query);
      looked += asked.size();
      asked.removeAll(known);
      if (!asked.isEmpty()) {
        wrong.add(query + " asks for " + asked);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(looked).isGreaterThan(10);
  }

  private static Set<String> labelsOf(String query) {
    Set<String> labels = new TreeSet<>();
    MATCHED.matcher(query).results().forEach(found -> labels.add(found.group(1)));
    GROUPED
        .matcher(query)
        .results()
        .flatMap(found -> Stream.of(found.group(1).split(",")))
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .forEach(labels::add);
    return labels;
  }

  /** Of alerts and of the dashboard. */
  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (JsonNode alert : alerts()) {
      queries.add(alert.at("/expr").asText());
    }
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).at("/panels")) {
      panel.at("/targets").forEach(target -> queries.add(target.at("/expr").asText()));
    }
    return queries;
  }

  /** Of each metric in the reference. */
  private static Map<String, Set<String>> labels() throws IOException {
    Map<String, Set<String>> labels = new HashMap<>();
    ROW.matcher(Files.readString(REFERENCE))
        .results()
        .forEach(
            row ->
                labels.put(
                    row.group(1),
                    QUOTED
                        .matcher(row.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .collect(Collectors.toSet())));
    return labels;
  }

  @Test
  void anchorsAreCountedByTrustDomainAndEnd() {
    String domain = "trust_domain=\"" + Installation.LOCAL_TRUST_DOMAIN + "\"";

    await()
        .untilAsserted(
            () ->
                assertThat(process.metrics())
                    .containsPattern(
                        "rootbridge_anchors[{]state=\"active\"," + domain + "[^}]*[}] 1.0")
                    .containsPattern("rootbridge_anchor_expiry_seconds[{]" + domain));
  }

  @Test
  void everyAlertHasARunBookAndIsTestedWhenItIsDueAndWhenNot() throws IOException {
    JsonNode tests = new YAMLMapper().readTree(ALERTS_TEST.toFile()).at("/tests");
    List<String> due = new ArrayList<>();
    List<String> notDue = new ArrayList<>();
    for (JsonNode test : tests) {
      for (JsonNode alert : test.at("/alert_rule_test")) {
        (alert.at("/exp_alerts").isEmpty() ? notDue : due).add(alert.at("/alertname").asText());
      }
    }
    for (JsonNode alert : alerts()) {
      String name = alert.at("/alert").asText();
      assertThat(due).contains(name);
      assertThat(notDue).contains(name);
      assertThat(alert.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(alert.at("/labels/severity").asText()).isIn("info", "warning", "critical");
      assertThat(alert.at("/for").asText()).isNotEmpty();
    }
  }

  /** An alert that leaves out a reason which is called otherwise by now leaves out nothing. */
  @Test
  void everyReasonThatAnAlertNamesIsInTheCode() throws IOException {
    String code = code();
    Set<String> named = new TreeSet<>();
    for (JsonNode alert : alerts()) {
      REASONS
          .matcher(alert.at("/expr").asText())
          .results()
          .forEach(found -> named.addAll(List.of(found.group(1).split("[|]"))));
    }
    assertThat(named).contains("NoNamespaces", "NotVerified", "cannot_be_federated");
    named.removeIf(reason -> code.contains('"' + reason + '"'));
    named.removeIf(
        reason ->
            Stream.of(MissedReason.values()).anyMatch(known -> known.metricLabel().equals(reason)));
    assertThat(named).isEmpty();
  }

  /** By Prometheus' own evaluation, of the rules as they are shipped. */
  @Test
  void alertsFireWhenTheyShould() {
    String promtool = System.getenv("PROMTOOL_BIN");
    if (promtool == null) {
      assertThat(System.getenv("CI")).as(WITHOUT_PROMTOOL).isNull();
      abort(WITHOUT_PROMTOOL);
    }

    assertThat(Command.of(promtool, "check", "rules", ALERTS.toString()).succeed())
        .contains("SUCCESS");
    assertThat(Command.of(promtool, "test", "rules", ALERTS_TEST.toString()).succeed())
        .contains("SUCCESS");
  }

  private static JsonNode alerts() throws IOException {
    JsonNode alerts = new YAMLMapper().readTree(ALERTS.toFile()).at("/groups/0/rules");
    assertThat(alerts).hasSizeGreaterThan(5);
    return alerts;
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(found -> found.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
