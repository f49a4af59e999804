package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.explain.DomainHealth;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.DomainSurvey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows each federated trust domain as its status has it. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows each FederatedTrustDomain: accepted, reachable, published, its anchors with state"
            + " and expiry, and what is wrong with it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge status",
      "  rootbridge status cluster-b --context a",
      "  rootbridge status -o json"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:every domain shown is accepted, read and published, with a valid root",
      "1:one of them isn't, or there is none of that name",
      "2:the command line is wrong",
      "3:the cluster gave no answer"
    })
final class StatusCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..*",
      paramLabel = "DOMAIN",
      description =
          "FederatedTrustDomains by their name or their trust domain (default: all of them).")
  private List<String> wanted = List.of();

  private final Clock clock;

  StatusCommand() {
    this(Clock.systemUTC());
  }

  StatusCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ClusterAccessException {
    try (CallersCluster reached = cluster.connect()) {
      DomainSurvey survey = DomainSurvey.of(reached);
      Diagnostics diagnostics = output.diagnostics();
      survey.unreadable().forEach(diagnostics::warning);
      for (String name : wanted) {
        if (survey.domains().stream().noneMatch(domain -> isCalled(domain, name))) {
          diagnostics.error("there is no FederatedTrustDomain " + name + ": see kubectl get ftd");
        }
      }
      List<DomainFacts> shown = survey.domains().stream().filter(this::isWanted).toList();
      Instant now = clock.instant();
      print(shown, now);
      boolean healthy =
          shown.stream()
              .map(domain -> DomainHealth.of(domain, now).standing())
              .allMatch(DomainHealth.Standing.SERVING::equals);
      return healthy && !diagnostics.hasErrors() && survey.unreadable().isEmpty()
          ? ExitCodes.OK
          : ExitCodes.FOUND_WANTING;
    }
  }

  private boolean isWanted(DomainFacts domain) {
    return wanted.isEmpty() || wanted.stream().anyMatch(name -> isCalled(domain, name));
  }

  private static boolean isCalled(DomainFacts domain, String name) {
    return domain.name().equals(name) || domain.trustDomain().name().equals(name);
  }

  private void print(List<DomainFacts> domains, Instant now) {
    List<DomainReport> reports =
        domains.stream().map(domain -> new DomainReport(domain, now)).toList();
    ArrayNode json = OutputOptions.JSON.createArrayNode();
    reports.forEach(report -> json.add(report.json()));
    output.print(
        json,
        screen -> {
          if (reports.isEmpty()) {
            screen.line(
                "no FederatedTrustDomain: make one by rootbridge federate, or kubectl apply");
            return;
          }
          TextTable table = new TextTable(DomainReport.COLUMNS);
          reports.forEach(report -> table.add(report.row()));
          screen.table(table);
          reports.forEach(report -> report.print(screen));
        });
  }
}
