package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rootbridge.explain.ApiFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.check.ApiSteps;
import dev.rootbridge.explain.check.Doctor;
import dev.rootbridge.explain.check.RemoteSteps;
import dev.rootbridge.kube.ApiSurvey;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.ClusterSurvey;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Walks the whole chain that federation hangs on. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Walks the chain that federation hangs on, one line a check with what mends it: the API"
          + " server, the CRD, who writes, the webhook, its"
          + " order, its caBundle and that it is called, trust domains, each federated domain,"
          + " revocation lists, namespaces, pods, proxies, policies and peers that nobody checks. Then goes to"
          + " each other cluster as Rootbridge does, step by step: by which Secret, to which API"
          + " server, by which token, who may call from there and who vouches for it, and which"
          + " root it has.",
      "That it is called shows by a pod that is tried out as a dry run: nothing is stored.",
      "What you may not see is told as unknown."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge doctor",
      "  rootbridge doctor --context a -o json",
      "  rootbridge doctor --cluster west --cluster cluster-b"
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:no check failed, perhaps with warnings",
      "1:a check or a step failed, or there is no other cluster of that name",
      "2:the command line is wrong",
      "3:the cluster gave no answer: then nothing but the error is printed"
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private InstallationOptions installation;
  @Mixin private OutputOptions output;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description =
          "The other clusters to go to, by their FederatedTrustDomain, their trust domain, or what"
              + " Istio calls them (default: all that are reached from here). Repeatable.")
  private Set<String> others = Set.of();

  private final Clock clock;

  DoctorCommand() {
    this(Clock.systemUTC());
  }

  DoctorCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ClusterAccessException {
    try (CallersCluster reached = cluster.connect()) {
      ApiFacts api = ApiSurvey.of(reached);
      List<Observation> first = ApiSteps.of(api);
      if (api.isWithoutCrd()) {
        print(reached, first, List.of());
        return ExitCodes.FOUND_WANTING;
      }
      ClusterSurvey survey =
          ClusterSurvey.of(reached, installation.namespace(), others, clock.instant());
      survey.remarks().forEach(output.diagnostics()::warning);
      survey.unknown().forEach(output.diagnostics()::error);
      List<Observation> found =
          Stream.concat(first.stream(), Doctor.examine(survey.facts()).stream()).toList();
      List<RemoteReport> remotes =
          survey.facts().remotes().stream()
              .map(remote -> new RemoteReport(remote, RemoteSteps.of(remote, survey.facts())))
              .toList();
      print(reached, found, remotes);
      boolean fails =
          Stream.concat(found.stream(), remotes.stream().flatMap(remote -> remote.steps().stream()))
              .anyMatch(Observation::isFailure);
      return fails || !survey.unknown().isEmpty() ? ExitCodes.FOUND_WANTING : ExitCodes.OK;
    }
  }

  private void print(CallersCluster reached, List<Observation> found, List<RemoteReport> remotes) {
    ArrayNode json = ObservationReport.json(found);
    remotes.forEach(remote -> json.addAll(remote.json()));
    output.print(
        json,
        screen -> {
          screen.line("context " + reached.context() + ", " + reached.server());
          ObservationReport.print(found, screen);
          remotes.forEach(remote -> remote.print(screen));
        });
  }
}
