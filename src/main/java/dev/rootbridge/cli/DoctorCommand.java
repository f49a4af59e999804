package dev.rootbridge.cli;

import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.check.Doctor;
import dev.rootbridge.kube.CallersCluster;
import dev.rootbridge.kube.ClusterAccessException;
import dev.rootbridge.kube.ClusterSurvey;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Walks the whole chain that federation hangs on. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Walks the chain that federation hangs on, one line a check with what mends it: who writes,"
          + " the webhook, its order, its caBundle and that it is called, trust domains, each federated domain, revocation"
          + " lists, accesses, namespaces, pods, proxies, policies and peers that nobody checks.",
      "That it is called shows by a pod that is tried out as a dry run: nothing is stored.",
      "What you may not see is told as unknown."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  rootbridge doctor", "  rootbridge doctor --context a -o json"},
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:no check failed, perhaps with warnings",
      "1:a check failed",
      "2:the command line is wrong",
      "3:the cluster gave no answer"
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private InstallationOptions installation;
  @Mixin private OutputOptions output;

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
      ClusterSurvey survey = ClusterSurvey.of(reached, installation.namespace(), clock.instant());
      survey.remarks().forEach(output.diagnostics()::warning);
      List<Observation> found = Doctor.examine(survey.facts());
      output.print(
          ObservationReport.json(found),
          screen -> {
            screen.line("context " + reached.context() + ", " + reached.server());
            ObservationReport.print(found, screen);
          });
      return found.stream().anyMatch(Observation::isFailure)
          ? ExitCodes.FOUND_WANTING
          : ExitCodes.OK;
    }
  }
}
