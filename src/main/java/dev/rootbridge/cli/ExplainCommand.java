package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.Crossing;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.PodExplanation;
import dev.rootbridge.explain.RunningPod;
import dev.rootbridge.explain.View;
import dev.rootbridge.explain.Workload;
import dev.rootbridge.inject.Injection;
import dev.rootbridge.inject.InjectorVersion;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.PolicySurvey;
import dev.rootbridge.kube.WorkloadName;
import dev.rootbridge.kube.WorkloadSurvey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a workload trusts and why. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a workload trusts and why, from its namespace's label to the bundle that its"
          + " proxies read.",
      "With --to, says at which layer a call to a workload of another cluster fails first: anchor,"
          + " constraint, missed pod, SAN or alias, policy. A workload is [NAMESPACE/][KIND/]NAME."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge explain web-7d4b9c -n shop",
      "  rootbridge explain deploy/web -n shop -o json",
      "  rootbridge explain deploy/web -n shop --context a --to pay/deploy/api --context2 b"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:it trusts what it should; with --to, no layer is known to fail",
      "1:it doesn't; with --to, a layer fails",
      "2:the command line is wrong",
      "3:a cluster gave no answer, or there is no such workload"
    })
final class ExplainCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private InstallationOptions installation;
  @Mixin private OutputOptions output;

  @Parameters(
      paramLabel = "WORKLOAD",
      converter = WorkloadNameConverter.class,
      description = "A pod, Deployment, StatefulSet or DaemonSet.")
  private WorkloadName name;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace, where WORKLOAD names none (default: the context's).")
  private String namespace;

  @Option(
      names = "--to",
      paramLabel = "WORKLOAD",
      converter = WorkloadNameConverter.class,
      description = "The workload that it calls.")
  private WorkloadName other;

  @Option(
      names = "--context2",
      paramLabel = "NAME",
      description = "The context of that one's cluster.")
  private String otherContext;

  private final Clock clock;

  ExplainCommand() {
    this(Clock.systemUTC());
  }

  ExplainCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ClusterAccessException {
    try (CallersCluster here = cluster.connect()) {
      Workload workload = survey(here, inNamespace(name));
      return other == null ? explain(workload) : cross(here, workload);
    }
  }

  private WorkloadName inNamespace(WorkloadName named) {
    return new WorkloadName(
        named.namespace().or(() -> Optional.ofNullable(namespace)), named.kind(), named.name());
  }

  private Workload survey(CallersCluster reached, WorkloadName named)
      throws ClusterAccessException {
    WorkloadSurvey survey = WorkloadSurvey.of(reached, installation.namespace(), named);
    survey.remarks().forEach(output.diagnostics()::warning);
    return survey.workload();
  }

  private int explain(Workload workload) {
    Instant now = clock.instant();
    Injection injection = new Injection(new InjectorVersion(BuildVersion.text()));
    // Pods of which the same is to be said, under it.
    Map<List<Observation>, List<String>> groups = new LinkedHashMap<>();
    for (RunningPod pod : workload.pods()) {
      groups
          .computeIfAbsent(
              PodExplanation.of(pod, workload.namespace(), workload.facts(), injection, now),
              added -> new ArrayList<>())
          .add(pod.name());
    }
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("workload", workload.toString());
    json.put("identity", workload.identity().toString());
    var pods = json.putArray("pods");
    groups.forEach(
        (observations, names) -> {
          ObjectNode group = pods.addObject();
          var named = group.putArray("names");
          names.forEach(named::add);
          group.set("observations", ObservationReport.json(observations));
        });
    output.print(
        json,
        screen -> {
          screen.line(workload + ", " + workload.identity());
          groups.forEach(
              (observations, names) -> {
                screen.blank();
                screen.line(
                    (names.size() == 1 ? "pod " : names.size() + " pods: ")
                        + String.join(", ", names));
                ObservationReport.print(observations, screen);
              });
        });
    return groups.keySet().stream().flatMap(List::stream).anyMatch(Observation::isFailure)
        ? ExitCodes.FOUND_WANTING
        : ExitCodes.OK;
  }

  private int cross(CallersCluster here, Workload from) throws ClusterAccessException {
    try (CallersCluster there =
        otherContext == null
            ? cluster.connect()
            : ClusterOptions.connect(cluster.access().inContext(otherContext))) {
      Workload to = survey(there, inNamespace(other));
      List<Observation> layers =
          Crossing.layers(
              new Crossing.End(
                  here.context(),
                  from,
                  PolicySurvey.expectedIdentities(here),
                  View.of(List.of()),
                  ""),
              new Crossing.End(
                  there.context(),
                  to,
                  View.of(List.of()),
                  PolicySurvey.policies(there),
                  to.facts().mesh().rootNamespace()),
              clock.instant());
      Optional<Observation> first = layers.stream().filter(Observation::isFailure).findFirst();
      ObjectNode json = OutputOptions.JSON.createObjectNode();
      json.put("from", from.toString());
      json.put("to", to.toString());
      first.ifPresent(layer -> json.put("failsFirstAt", layer.about()));
      json.set("layers", ObservationReport.json(layers));
      output.print(
          json,
          screen -> {
            screen.line(from.identity() + " calls " + to.identity());
            ObservationReport.print(layers, screen);
            screen.blank();
            first.ifPresentOrElse(
                layer ->
                    screen.alarm("fails first at " + layer.about() + ": " + layer.outcome().text()),
                () -> screen.line("no layer is known to fail"));
          });
      return first.isPresent() ? ExitCodes.FOUND_WANTING : ExitCodes.OK;
    }
  }
}
